import type { FastifyInstance, FastifyReply } from 'fastify';

const ANY = '*';
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
const REQUEST_HEADERS = 'Authorization, Content-Type, DPoP, Idempotency-Key, If-Match, X-Request-Id';
const ANSWER_HEADERS = 'WWW-Authenticate, DPoP-Nonce, ETag, Location, Retry-After, X-Request-Id';
const PREFLIGHT_LIFETIME_SECONDS = '600';

/**
 * Lets pages of these origins read the answers (Fetch Standard section 3.3); `*` is all of them. Cookies are not among
 * what they may send. The preflight itself is answered as every OPTIONS is.
 */
export const allowOrigins = (fastify: FastifyInstance, origins: readonly string[]): void => {
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
          'Access-Control-Allow-Headers': REQUEST_HEADERS,
          'Access-Control-Max-Age': PREFLIGHT_LIFETIME_SECONDS,
        });
    }
    done();
  });
};

/** Caches must not give the answer for one origin to another. */
const addVary = (reply: FastifyReply): void => void reply.header('Vary', 'Origin');
