import cors, { type FastifyCorsOptions, type FastifyCorsOptionsDelegateCallback } from '@fastify/cors';
import type { FastifyRequest } from 'fastify';
import { httpPlugin, type Variables } from '../http-plugin';

const ANY = '*';
/** Headers that requests here may carry. MCP clients also send the version of their protocol to authorization servers. */
const REQUEST_HEADERS = [
  ...['Authorization', 'Content-Type', 'DPoP', 'Idempotency-Key', 'If-Match', 'If-None-Match'],
  ...['Last-Event-ID', 'MCP-Protocol-Version', 'X-Request-Id'],
];

const FORBIDDEN: FastifyCorsOptions = { origin: false };
/** A preflight gets the same response as every OPTIONS, with `Allow`. */
const PREFLIGHT: FastifyCorsOptions = {
  methods: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
  maxAge: 600,
  strictPreflight: false,
  preflightContinue: true,
};
const ACTUAL_REQUEST: FastifyCorsOptions = {
  preflight: false,
  exposedHeaders: 'WWW-Authenticate, Allow, DPoP-Nonce, ETag, Link, Location, Retry-After, X-Request-Id',
};

/** With sign-in, the addresses that web applications as clients call, from any origin (OAuth 2.1 section 3.2). */
const OF_CLIENTS = /^\/(?:token|par|revoke|resource-metadata|register(?:\/.*)?|\.well-known\/.*)$/;
/** With sign-in, the addresses that no page of another origin may read: those of people, and that of resource servers. */
const CLOSED = /^\/(?:authorize|introspect|sign-in(?:\/.*)?)$/;

type CorsVariables = Variables<'CORS_ORIGINS' | 'CORS_HEADERS' | 'SIGN_IN_UPSTREAMS'>;

/**
 * Permits pages of `CORS_ORIGINS` to read the responses (Fetch Standard section 3.3); `*` means all origins. They may
 * send the headers that this server reads and those of `CORS_HEADERS`, and no cookies. Without `CORS_ORIGINS` no CORS
 * header is sent, except with sign-in: then the addresses of clients are permitted to all origins, and those of people to
 * none.
 */
export const crossOrigin = httpPlugin<CorsVariables>({ name: 'cross-origin' }, (fastify, { environment }) => {
  if (environment.CORS_ORIGINS.length > 0 || environment.SIGN_IN_UPSTREAMS.length > 0)
    fastify.register(cors, { delegator: optionsFor(environment) });
});

/** The options of @fastify/cors for each request: they differ between a preflight and the request that follows it. */
const optionsFor = ({
  CORS_ORIGINS,
  CORS_HEADERS,
  SIGN_IN_UPSTREAMS,
}: CorsVariables['environment']): FastifyCorsOptionsDelegateCallback => {
  const allowedHeaders = [...REQUEST_HEADERS, ...CORS_HEADERS].join(', ');
  const originsOf = SIGN_IN_UPSTREAMS.length === 0 ? () => CORS_ORIGINS : originsBesideSignIn(CORS_ORIGINS);
  return (request, done) => {
    const permitted = permittedOrigin(request.headers.origin, originsOf(request));
    if (permitted === undefined) return void done(null, FORBIDDEN);
    const options = isPreflight(request) ? { ...PREFLIGHT, allowedHeaders } : ACTUAL_REQUEST;
    done(null, { ...options, origin: permitted });
  };
};

/** The origins that may read the response to a request, where people sign in. */
const originsBesideSignIn =
  (others: readonly string[]) =>
  ({ url }: FastifyRequest): readonly string[] => {
    const [path = ''] = url.split('?');
    if (OF_CLIENTS.test(path)) return [ANY];
    return CLOSED.test(path) ? [] : others;
  };

/** The value of `Access-Control-Allow-Origin`; nothing for an origin that is not permitted. */
const permittedOrigin = (origin: string | undefined, permitted: readonly string[]): string | undefined => {
  if (origin === undefined) return undefined;
  return permitted.includes(ANY) ? ANY : permitted.find((one) => one === origin);
};

/**
 * @fastify/cors adds a route `*`, which would answer a preflight of an address that does not exist. The response has to
 * be 404.
 */
const isPreflight = ({ method, headers, routeOptions }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined && routeOptions.url !== '*';
