import type { FastifyRequest } from 'fastify';
import { InvalidDpopProof } from '../../core/errors/errors';
import type { Challenges } from '../../core/errors/oauth-error';
import { soleHeader } from '../../platform/http/sole-header';

/**
 * The `DPoP` header of a request, `undefined` without one. Throws {@link InvalidDpopProof} if there are two (RFC 9449
 * section 4.3, item 1).
 */
export const proofHeader = (request: FastifyRequest, challenges?: Challenges): string | undefined =>
  soleHeader(
    request,
    'dpop',
    () => new InvalidDpopProof('the DPoP header must not be repeated; send one proof', challenges),
  );
