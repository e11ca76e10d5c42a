import type { FastifyRequest } from 'fastify';
import { InvalidDpopProof } from '../../core/errors/errors';

/**
 * The `DPoP` header of a request, nothing without one. Throws {@link InvalidDpopProof} when there are two (RFC 9449
 * section 4.3, item 1): Node joins them by a comma.
 */
export const proofHeader = ({ raw: { rawHeaders } }: FastifyRequest): string | undefined => {
  const sent = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'dpop');
  if (sent.length > 1) throw new InvalidDpopProof('the DPoP header must not be repeated; send one proof');
  return sent[0];
};
