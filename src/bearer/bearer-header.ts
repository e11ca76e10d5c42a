import type { FastifyRequest } from 'fastify';
import { schemeOf, soleAuthorization } from '../http/authorization-header';

const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Whether a text has the syntax of a bearer token (RFC 6750 section 2.1). */
export const isBearerSyntax = (token: string): boolean => B64TOKEN.test(token);

/**
 * The `Authorization` header alone, if its scheme is Bearer: credentials of another scheme, or a word of no scheme, are
 * none for passport, which would call them malformed. Throws `InvalidRequest` when there are two.
 */
export const bearerHeader = (request: FastifyRequest): { authorization?: string } => {
  const authorization = soleAuthorization(request);
  return authorization !== undefined && schemeOf(authorization) === 'bearer' ? { authorization } : {};
};
