import { applyDecorators, type CallHandler, type ExecutionContext, UseInterceptors } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { sha256 } from '../../core/hash/sha256';

/** How long a published document may be kept, in seconds. The rotation of the signing keys waits for longer. */
export const MAX_AGE_SECONDS = 300;

/**
 * The answer of this handler is public and may be kept for five minutes; whoever holds it already and says so in
 * `If-None-Match` gets 304 without a body (RFC 9110 section 13.1.2).
 */
export const Published = (): MethodDecorator => applyDecorators(UseInterceptors({ intercept }));

const intercept = (context: ExecutionContext, next: CallHandler): Observable<unknown> => {
  const http = context.switchToHttp();
  return next.handle().pipe(
    map((document: unknown) => {
      const reply = http.getResponse<FastifyReply>();
      return publish(http.getRequest<FastifyRequest>(), reply, document) ? document : void reply.status(304);
    }),
  );
};

/** Sets the caching headers of a document; `false` when the caller holds it already. */
export const publish = ({ headers }: FastifyRequest, reply: FastifyReply, document: unknown): boolean => {
  const etag = `"${sha256(JSON.stringify(document))}"`;
  reply.headers({ 'Cache-Control': `public, max-age=${MAX_AGE_SECONDS}`, ETag: etag });
  const held = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return !held.includes(etag) && !held.includes('*');
};
