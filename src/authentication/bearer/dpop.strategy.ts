import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport';
import { proofRequired } from '../../core/errors/refusals';
import type { AccessToken } from '../../access-tokens/access-token';
import { AccessTokensService } from '../../access-tokens/access-tokens.service';
import { requirePossession } from '../../access-tokens/possession';
import { InvalidRequest } from '../../core/errors/errors';
import { schemeOf, soleAuthorization } from '../../platform/http/authorization-header';
import { DpopProofsService } from '../dpop/dpop-proofs.service';
import { certificateShown } from './certificate-shown';

const CREDENTIALS = /^dpop ([A-Za-z0-9\-._~+/]+=*)$/i;

/** Whether a request presents its token by the scheme DPoP. */
export const isDpop = ({ authorization }: FastifyRequest['headers']): boolean => schemeOf(authorization) === 'dpop';

/** Passport's strategy for tokens that are bound to the key of a proof (RFC 9449 section 7.1). */
@Injectable()
export class DpopStrategy extends Strategy {
  override readonly name = 'dpop';

  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly proofs: DpopProofsService,
  ) {
    super();
  }

  override authenticate(request: unknown): void {
    const { headers } = request as FastifyRequest;
    if (!isDpop(headers)) return void this.fail();
    this.accessTokenOf(request as FastifyRequest).then(
      (accessToken) => void this.success(accessToken),
      (cause: unknown) => void this.error(cause),
    );
  }

  /**
   * What the token of a request permits. The proof is looked at last, for it is used up by that. Throws `TokenRefused`,
   * {@link InvalidRequest} for no token at all, {@link InvalidDpopProof}, `UseDpopNonce`.
   */
  private async accessTokenOf(request: FastifyRequest): Promise<AccessToken> {
    const token = CREDENTIALS.exec(soleAuthorization(request) ?? '')?.[1];
    if (token === undefined)
      throw new InvalidRequest(
        'the Authorization header must be DPoP, one space and the token; send it as RFC 9449 section 7.1 shows',
      );
    const accessToken = await this.accessTokens.verify(request.context, token);
    const jkt = await this.proofs.provenKey(request, token);
    if (jkt === undefined) throw proofRequired();
    requirePossession(accessToken, { ...certificateShown(request), jkt });
    return accessToken;
  }
}
