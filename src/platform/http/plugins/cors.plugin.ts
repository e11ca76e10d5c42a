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

type CorsVariables = Variables<'CORS_ORIGINS' | 'CORS_HEADERS'>;

/**
 * Permits pages of `CORS_ORIGINS` to read the responses (Fetch Standard section 3.3); `*` means all origins. They may
 * send the headers that this server reads and those of `CORS_HEADERS`, and no cookies. Without `CORS_ORIGINS` no CORS
 * header is sent.
 */
export const crossOrigin = httpPlugin<CorsVariables>({ name: 'cross-origin' }, (fastify, { environment }) => {
  if (environment.CORS_ORIGINS.length > 0) fastify.register(cors, { delegator: optionsFor(environment) });
});

/** The options of @fastify/cors for each request: they differ between a preflight and the request that follows it. */
const optionsFor = ({
  CORS_ORIGINS: origins,
  CORS_HEADERS,
}: CorsVariables['environment']): FastifyCorsOptionsDelegateCallback => {
  const allowedHeaders = [...REQUEST_HEADERS, ...CORS_HEADERS].join(', ');
  return (request, done) => {
    const { origin } = request.headers;
    const permitted = origins.includes(ANY) ? ANY : origin;
    if (origin === undefined || permitted === undefined || !(permitted === ANY || origins.includes(permitted)))
      return void done(null, FORBIDDEN);
    const options = isPreflight(request) ? { ...PREFLIGHT, allowedHeaders } : ACTUAL_REQUEST;
    done(null, { ...options, origin: permitted });
  };
};

/**
 * @fastify/cors adds a route `*`, which would answer a preflight of an address that does not exist. The response has to
 * be 404.
 */
const isPreflight = ({ method, headers, routeOptions }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined && routeOptions.url !== '*';
