import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { clientOf } from '../../authentication/client/client-authentication.guard';
import { DpopProofsService } from '../../authentication/dpop/dpop-proofs.service';
import { provenKeyOf } from '../../authentication/dpop/proven-key';
import { InvalidDpopProof } from '../../core/errors/errors';
import { certificateConfirmation } from './request/certificate-confirmation';

/** The keys that the client proved to hold. The tokens of this request are bound to them. */
export const KeyConfirmation = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().confirmation ?? {},
);

/**
 * Finds the keys that an authenticated client proves to hold: that of its DPoP proof (RFC 9449 section 5), and that of
 * its certificate if it registered bound tokens (RFC 8705 section 3). Throws {@link InvalidDpopProof} for an invalid
 * proof, and for a missing one if the client registered `dpop_bound_access_tokens`; `UseDpopNonce`; `InvalidRequest` if
 * the certificate is missing.
 */
@Injectable()
export class ConfirmationGuard implements CanActivate {
  constructor(private readonly proofs: DpopProofsService) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const client = clientOf(request);
    const jkt = await provenKeyOf(http, this.proofs);
    if (jkt === undefined && client.metadata.dpop_bound_access_tokens)
      throw new InvalidDpopProof('the DPoP header must carry a proof; this client registered dpop_bound_access_tokens');
    request.confirmation = {
      ...certificateConfirmation(client, request.clientCertificate),
      ...(jkt !== undefined && { jkt }),
    };
    return true;
  }
}
