import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import { headerValues } from './header-values';

/**
 * The `Authorization` header. Throws {@link InvalidRequest} when there are two: Node keeps the first and says nothing
 * of the second.
 */
export const soleAuthorization = ({ headers, raw }: FastifyRequest): string | undefined => {
  if (headerValues(raw.rawHeaders, 'authorization').length > 1)
    throw new InvalidRequest('the Authorization header must not be repeated; send it once');
  return headers.authorization;
};

const SCHEME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*/;

/** The scheme that an `Authorization` header names, in lower case (RFC 9110 section 11.4); empty where it names none. */
export const schemeOf = (authorization = ''): string => (SCHEME.exec(authorization)?.[0] ?? '').toLowerCase();
