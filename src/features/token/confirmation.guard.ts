import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Confirmation } from '../../access-tokens/access-token';
import { clientOf } from '../../authentication/client/client-authentication.guard';
import { DpopProofsService } from '../../authentication/dpop/dpop-proofs.service';
import { provenKeyOf } from '../../authentication/dpop/proven-key';
import { InvalidDpopProof } from '../../core/errors/errors';
import { certificateConfirmation } from './request/certificate-confirmation';

/** The keys that the client proved to hold. The tokens of this request are bound to them. */
export const confirmationOf = ({ confirmation = {} }: FastifyRequest): Confirmation => confirmation;

/**
 * Finds the keys that an authenticated client proves to hold: that of its DPoP proof (RFC 9449 section 5), and that of
 * its certificate if it registered bound tokens (RFC 8705 section 3). Throws {@link InvalidDpopProof} for an invalid
 * proof, and for a missing one if the client registered `dpop_bound_access_tokens`; `UseDpopNonce`; `InvalidRequest` if
 * the certificate is missing.
 */
@Injectable()
export class ConfirmationGuard implements CanActivate {
  constructor(private readonly proofs: DpopProofsService) {}

  /** Not `async`, because Nest continues at once after a guard that returns no promise. */
  canActivate(context: ExecutionContext): true | Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const proof = provenKeyOf(http, this.proofs);
    return proof ? proof.then((jkt) => confirm(request, jkt)) : confirm(request);
  }
}

const confirm = (request: FastifyRequest, jkt?: string): true => {
  const client = clientOf(request);
  if (jkt === undefined && client.metadata.dpop_bound_access_tokens)
    throw new InvalidDpopProof('the DPoP header must carry a proof; this client registered dpop_bound_access_tokens');
  const ofCertificate = certificateConfirmation(client, request.clientCertificate);
  request.confirmation = jkt === undefined ? ofCertificate : { ...ofCertificate, jkt };
  return true;
};
