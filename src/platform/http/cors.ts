import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Environment } from '../config/environment';

const ANY = '*';
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
/** What requests here may carry; MCP clients send the version of their protocol to authorization servers, too. */
const REQUEST_HEADERS = [
  ...['Authorization', 'Content-Type', 'DPoP', 'Idempotency-Key', 'If-Match', 'If-None-Match'],
  ...['MCP-Protocol-Version', 'X-Request-Id'],
];
const ANSWER_HEADERS = 'WWW-Authenticate, Allow, DPoP-Nonce, ETag, Location, Retry-After, X-Request-Id';
const PREFLIGHT_LIFETIME_SECONDS = '600';

type Variables = Pick<Environment, 'CORS_ORIGINS' | 'CORS_HEADERS'>;

/**
 * Lets pages of `CORS_ORIGINS` read the answers (Fetch Standard section 3.3); `*` is all of them. They may send the
 * headers that are used here and those of `CORS_HEADERS`, and no cookies. The preflight itself is answered as every
 * OPTIONS is.
 */
export const allowOrigins = (fastify: FastifyInstance, environment: Variables): void => {
  const { CORS_ORIGINS: origins, CORS_HEADERS } = environment;
  const requestHeaders = [...REQUEST_HEADERS, ...CORS_HEADERS].join(', ');
  if (origins.length === 0) return;
  fastify.addHook('onRequest', ({ headers, method }, reply, done) => {
    const { origin } = headers;
    addVary(reply);
    if (origin !== undefined && (origins.includes(ANY) || origins.includes(origin))) {
      const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
      reply.headers({ 'Access-Control-Allow-Origin': origins.includes(ANY) ? ANY : origin });
      if (!isPreflight) reply.header('Access-Control-Expose-Headers', ANSWER_HEADERS);
      else
        reply.headers({
          'Access-Control-Allow-Methods': METHODS,
          'Access-Control-Allow-Headers': requestHeaders,
          'Access-Control-Max-Age': PREFLIGHT_LIFETIME_SECONDS,
        });
    }
    done();
  });
};

/** Caches must not give the answer for one origin to another. */
const addVary = (reply: FastifyReply): void => void reply.header('Vary', 'Origin');
