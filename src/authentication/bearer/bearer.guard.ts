import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  type AccessToken,
  type AccessTokenClaims,
  type Confirmation,
  TokenRefused,
} from '../../access-tokens/access-token';
import { AccessTokensService } from '../../access-tokens/access-tokens.service';
import { requirePossession } from '../../access-tokens/possession';
import { InsufficientScope, InvalidToken } from '../../core/errors/errors';
import type { Challenges, OAuthError } from '../../core/errors/oauth-error';
import { accessTokenRequired, proofRequired } from '../../core/errors/refusals';
import type { Actor } from '../../core/request-context';
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

/** What a verified token permits, and the keys that it is bound to. */
export type VerifiedAccess = Pick<AccessToken, 'scope'> & { readonly claims: Pick<AccessTokenClaims, 'cnf'> };

/** A token that was verified, and the one who acts by it. */
interface Admitted<Access> {
  readonly access: Access;
  readonly actor: Actor;
}

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
  protected override verify(
    context: ExecutionContext,
    token: string,
    scheme: TokenScheme,
  ): Promise<AccessToken | Other> {
    const request = requestOf(context);
    return this.admit(context, { token, scheme }, async () => {
      const access = await this.accessTokens.verify(request.context, token, this.requirementOf(context).resource);
      return { access, actor: { type: 'access_token', client_id: access.client.client_id, jti: access.jti } };
    });
  }

  /**
   * Admits the holder of a token that `verify` verifies: requires its keys and its scope, and acts for it. Throws
   * {@link InvalidToken} where `verify` throws {@link TokenRefused}, and what {@link verify} throws.
   */
  protected async admit<Access extends VerifiedAccess>(
    context: ExecutionContext,
    { token, scheme }: { readonly token: string; readonly scheme: TokenScheme },
    verify: () => Promise<Admitted<Access>>,
  ): Promise<Access> {
    const request = requestOf(context);
    try {
      const { access, actor } = await verify();
      // The proof is verified last, because that uses it up.
      const proven = scheme === 'dpop' ? await this.provenKey(context, token) : {};
      requirePossession(access, { ...certificateShown(request), ...proven });
      if (!this.permits(access, this.requirementOf(context).scope))
        throw new InsufficientScope(this.challengesOf(context));
      actAs(request, actor);
      return access;
    } catch (cause) {
      if (cause instanceof TokenRefused) throw new InvalidToken(this.challengesOf(context), cause);
      throw cause;
    }
  }

  /** Whether a token has a scope. A guard that extends this one may accept another scope in its place. */
  protected permits({ scope: scopes }: VerifiedAccess, scope: string): boolean {
    return scopes.includes(scope);
  }

  private async provenKey(context: ExecutionContext, accessToken: string): Promise<Confirmation> {
    const challenges = this.challengesOf(context);
    const jkt = await provenKeyOf(context.switchToHttp(), this.proofs, { accessToken, challenges });
    if (jkt === undefined) throw proofRequired(challenges);
    return { jkt };
  }
}
