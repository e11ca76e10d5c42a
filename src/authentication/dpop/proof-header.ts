import type { FastifyRequest } from 'fastify';
import { InvalidDpopProof } from '../../core/errors/errors';
import { headerValues } from '../../platform/http/header-values';

/**
 * The `DPoP` header of a request, or `undefined`. Throws {@link InvalidDpopProof} if there are several (RFC 9449 section
 * 4.3, item 1), which Node would join by a comma.
 */
export const proofHeader = ({ raw: { rawHeaders } }: FastifyRequest): string | undefined => {
  const [proof, ...others] = headerValues(rawHeaders, 'dpop');
  if (others.length > 0) throw new InvalidDpopProof('the DPoP header must not be repeated; send one proof');
  return proof;
};
