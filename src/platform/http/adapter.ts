import { FastifyAdapter } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import type { Environment } from '../config/environment';
import { issuerOf } from '../config/issuer';
import { answerInsteadOfNode, answerUnreadable } from './bare-answers';
import { BODY_LIMIT_BYTES } from './body-bytes';
import { withoutIssuerPath } from './issuer-path';
import { withinAny } from './network-of';
import { sendError } from './oauth-error.filter';
import { requestIdOf } from './request-id';
import { securityHeadersFor } from './security-headers';
import { type TlsVariables, tlsOptions } from './tls';

/** How often Node looks for requests that exceed REQUEST_TIMEOUT. */
const CHECKED_EVERY_MS = 1_000;
const KEEP_ALIVE_MS = 72_000;
/** How long a connection may transfer nothing, such as a response that the caller does not read. */
const SILENCE_MS = 90_000;
/** A client identifier may be the address of a document. */
const MAX_PARAMETER_LENGTH = 2048;

/** No route has a schema of Fastify, which would load ajv and fast-json-stringify at the start for them. */
const withoutSchemas = (): never => {
  throw new Error('routes have no schema of Fastify: DTOs have the rules of bodies');
};
const WITHOUT_SCHEMAS = { compilersFactory: { buildValidator: withoutSchemas, buildSerializer: withoutSchemas } };

type Variables = Pick<
  Environment,
  'ISSUER' | 'TOKEN_ENDPOINT' | 'MTLS_ADDRESS' | 'TRUST_PROXY' | 'REQUEST_TIMEOUT' | 'SIGN_IN_UPSTREAMS'
> &
  TlsVariables;

/** Fastify with its limits. Responses that Fastify or Node would write themselves get the form of OAuth errors. */
export const createAdapter = (environment: Variables): FastifyAdapter => {
  const headers = securityHeadersFor(environment);
  const timeoutMs = environment.REQUEST_TIMEOUT * 1000;
  const options = {
    headersTimeout: timeoutMs,
    connectionsCheckingInterval: CHECKED_EVERY_MS,
    requireHostHeader: false, // request-head.plugin.ts refuses it, with an OAuth error
  };
  const tls = tlsOptions(environment);
  const adapter: FastifyAdapter = new FastifyAdapter({
    trustProxy: environment.TRUST_PROXY.length > 0 && withinAny(environment.TRUST_PROXY),
    skipMiddie: true, // there is no middleware, which it would look for in every request
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: timeoutMs,
    connectionTimeout: SILENCE_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    ...(tls ? { https: { ...options, ...tls, handshakeTimeout: timeoutMs } } : { http: options }),
    schemaController: WITHOUT_SCHEMAS,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: requestIdOf,
    rewriteUrl: withoutIssuerPath(issuerOf(environment), environment.SIGN_IN_UPSTREAMS.length > 0),
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      void sendError(reply.headers(headers), new InvalidRequest(faultOf(error), { cause: error }));
    },
    clientErrorHandler: answerUnreadable(headers, () => adapter.getInstance<FastifyInstance>().errorPages),
  });
  answerInsteadOfNode(adapter.getInstance().server, headers);
  return adapter;
};

/** The rule that is broken by an address which the router refuses. */
const faultOf = (error: Error): string =>
  error instanceof errorCodes.FST_ERR_MAX_PARAM_LENGTH
    ? `the client identifier in the address must have at most ${MAX_PARAMETER_LENGTH} characters; use registration_client_uri as the registration answered it`
    : 'the address is malformed; send a path, and check its percent-encoding';
