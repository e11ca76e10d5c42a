import { RouteConfig } from '@nestjs/platform-fastify';

/** The headers of every response that is not {@link Cacheable} (RFC 6749 section 5.1). */
export const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;

/** How long clients may keep a document of this server, in seconds. */
export const DOCUMENT_MAX_AGE_SECONDS = 300;

/**
 * The successful response of this handler is public, and caches may store it for the given seconds. It gets an ETag,
 * and `If-None-Match` is answered by 304 (RFC 9110 section 13.1.2). An error response of the handler stays `no-store`.
 */
export const Cacheable = (seconds: number): MethodDecorator => RouteConfig({ cacheable: seconds });
