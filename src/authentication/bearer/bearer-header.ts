import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import { schemeOf, soleAuthorization } from '../../platform/http/authorization-header';

const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Throws {@link InvalidRequest} for what has not the syntax of a bearer token (RFC 6750 section 2.1). */
export const requireBearerSyntax = (token: string): void => {
  if (!B64TOKEN.test(token))
    throw new InvalidRequest('the bearer token must be as RFC 6750 section 2.1 says; send it as it was given');
};

/**
 * The `Authorization` header alone, if its scheme is Bearer: credentials of another scheme, or a word of no scheme, are
 * none for passport, which would call them malformed. Throws `InvalidRequest` when there are two.
 */
export const bearerHeader = (request: FastifyRequest): { authorization?: string } => {
  const authorization = soleAuthorization(request);
  return authorization !== undefined && schemeOf(authorization) === 'bearer' ? { authorization } : {};
};
