import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { sha256 } from '../../../core/hash/sha256';
import { NO_STORE } from '../caching';
import { httpPlugin } from '../http-plugin';

/** Sets {@link NO_STORE} on all responses, except the successful ones of routes that are `cacheable`. */
export const caching = httpPlugin({ name: 'caching' }, (fastify) => {
  fastify.addHook('onRequest', (_request, reply, next) => {
    reply.headers(NO_STORE);
    next();
  });
  fastify.addHook('onRoute', (route) => {
    const seconds = route.config?.cacheable;
    if (seconds !== undefined) route.onSend = [publicFor(seconds), ...[route.onSend ?? []].flat()];
  });
});

/** The hook of one route. It hashes a document once, and again when the document changes. */
const publicFor = (seconds: number): onSendHookHandler => {
  let hashed = { text: '', etag: '' };
  return (request, reply, payload, next) => {
    if (reply.statusCode !== 200 && reply.statusCode !== 304) return void next();
    reply.header('Cache-Control', `public, max-age=${seconds}`).removeHeader('Pragma');
    if (typeof payload !== 'string') return void next();
    if (hashed.text !== payload) hashed = { text: payload, etag: etagOf(payload) };
    reply.header('ETag', hashed.etag);
    if (isHeld(request, hashed.etag)) next(null, notModified(request, reply));
    else next();
  };
};

const etagOf = (text: string): string => `"${sha256(text)}"`;

/** Whether the caller already has this version of the document (RFC 9110 section 13.1.2). */
const isHeld = ({ headers }: FastifyRequest, etag: string): boolean => {
  const held = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return held.includes(etag) || held.includes('*');
};

/** Returns the payload of a 304: none, except for HEAD, where the hook of Fastify needs a text for `Content-Length`. */
const notModified = ({ method }: FastifyRequest, reply: FastifyReply): '' | null => {
  reply.status(304).removeHeader('Content-Type');
  return method === 'HEAD' ? '' : null;
};
