import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../oauth/errors';

/**
 * The `Authorization` header. Throws {@link InvalidRequest} when there are two: Node keeps the first and says nothing
 * of the second.
 */
export const soleAuthorization = ({ headers, raw }: FastifyRequest): string | undefined => {
  const sent = raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization');
  if (sent.length > 1) throw new InvalidRequest('the Authorization header must not be repeated; send it once');
  return headers.authorization;
};
