import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type AccessToken, type Confirmation, TokenRefused } from '../../access-tokens/access-token';
import { AccessTokensService } from '../../access-tokens/access-tokens.service';
import { requirePossession } from '../../access-tokens/possession';
import { InsufficientScope, InvalidToken } from '../../core/errors/errors';
import type { Challenges, OAuthError } from '../../core/errors/oauth-error';
import { accessTokenRequired, proofRequired } from '../../core/errors/refusals';
import { Environment } from '../../platform/config/environment';
import { actAs } from '../../platform/http/request-context';
import { DpopProofsService } from '../dpop/dpop-proofs.service';
import { provenKeyOf } from '../dpop/proven-key';
import { BearerAuthenticationGuard, requestOf, type TokenScheme } from './bearer-authentication.guard';
import { BearerStrategy } from './bearer.strategy';
import { certificateShown } from './certificate-shown';
import { challengesFor } from './challenges';
import { DpopStrategy } from './dpop.strategy';
import { type AccessRequirement, RequiredAccess } from './required-access.decorator';

/**
 * Requires an access token with the scope and for the resource of {@link RequiredAccess} (RFC 6750). A bound token also
 * requires a proof of its key (RFC 8705 section 3, RFC 9449 section 7). A guard that extends it may accept credentials
 * of another kind.
 */
@Injectable()
export class BearerGuard<Other = never> extends BearerAuthenticationGuard<AccessToken | Other> {
  constructor(
    bearer: BearerStrategy,
    dpop: DpopStrategy,
    protected readonly accessTokens: AccessTokensService,
    private readonly proofs: DpopProofsService,
    private readonly reflector: Reflector,
    protected readonly environment: Environment,
  ) {
    super([dpop, bearer]);
  }

  /** The scope and the resource that the token needs for this handler. */
  protected requirementOf(context: ExecutionContext): AccessRequirement {
    return this.reflector.get(RequiredAccess, context.getHandler());
  }

  protected override challengesOf(context: ExecutionContext): Challenges {
    return challengesFor(requestOf(context), this.requirementOf(context));
  }

  protected override tokenRequired(context: ExecutionContext): OAuthError {
    const { scope } = this.requirementOf(context);
    return accessTokenRequired(scope, this.challengesOf(context));
  }

  /** Throws {@link InvalidToken}, {@link InsufficientScope}, `InvalidDpopProof` and `UseDpopNonce`. */
  protected override async verify(
    context: ExecutionContext,
    token: string,
    scheme: TokenScheme,
  ): Promise<AccessToken | Other> {
    const request = requestOf(context);
    const { scope, resource } = this.requirementOf(context);
    try {
      const accessToken = await this.accessTokens.verify(request.context, token, resource);
      // The proof is verified last, because that uses it up.
      const proven = scheme === 'dpop' ? await this.provenKey(context, token) : {};
      requirePossession(accessToken, { ...certificateShown(request), ...proven });
      if (!this.permits(accessToken, scope)) throw new InsufficientScope(this.challengesOf(context));
      actAs(request, { type: 'access_token', client_id: accessToken.client.client_id, jti: accessToken.jti });
      return accessToken;
    } catch (cause) {
      if (cause instanceof TokenRefused) throw new InvalidToken(this.challengesOf(context), cause);
      throw cause;
    }
  }

  /** Whether a token has a scope. A guard that extends this one may accept another scope in its place. */
  protected permits({ scope: scopes }: AccessToken, scope: string): boolean {
    return scopes.includes(scope);
  }

  private async provenKey(context: ExecutionContext, accessToken: string): Promise<Confirmation> {
    const challenges = this.challengesOf(context);
    const jkt = await provenKeyOf(context.switchToHttp(), this.proofs, { accessToken, challenges });
    if (jkt === undefined) throw proofRequired(challenges);
    return { jkt };
  }
}
