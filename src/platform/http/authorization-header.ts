import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import { soleHeader } from './sole-header';

/** The sentence that refuses two `Authorization` headers. */
export const REPEATED_AUTHORIZATION = 'the Authorization header must not be repeated; send it once';

/** The `Authorization` header. Throws {@link InvalidRequest} if it was sent twice. */
export const soleAuthorization = (request: Pick<FastifyRequest, 'raw'>): string | undefined =>
  soleHeader(request, 'authorization', () => new InvalidRequest(REPEATED_AUTHORIZATION));

const SCHEME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*/;

/** The scheme of an `Authorization` header in lower case (RFC 9110 section 11.4); empty if it has none. */
export const schemeOf = (authorization = ''): string => (SCHEME.exec(authorization)?.[0] ?? '').toLowerCase();
