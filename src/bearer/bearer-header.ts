import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../oauth/errors';

const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Whether a text has the syntax of a bearer token (RFC 6750 section 2.1). */
export const isBearerSyntax = (token: string): boolean => B64TOKEN.test(token);

/**
 * The `Authorization` header alone. Throws {@link InvalidRequest} when there are two: Node keeps the first and says
 * nothing of the second.
 */
export const bearerHeader = ({ headers, raw }: FastifyRequest): { authorization?: string } => {
  const sent = raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization');
  if (sent.length > 1) throw new InvalidRequest('the Authorization header must not be repeated; send it once');
  return headers.authorization === undefined ? {} : { authorization: headers.authorization };
};
