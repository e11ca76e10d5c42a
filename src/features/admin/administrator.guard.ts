import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { AccessToken } from '../../access-tokens/access-token';
import { requestOf, type TokenScheme } from '../../authentication/bearer/bearer-authentication.guard';
import { BearerGuard } from '../../authentication/bearer/bearer.guard';
import { NotFound } from '../../core/errors/errors';
import { ADMIN_SCOPE } from '../../core/metadata/scope-tokens';

/**
 * Requires an access token of the administrator. The scope `register:admin` is enough for every handler. If the
 * environment has no administrator, there is no administration API.
 */
@Injectable()
export class AdministratorGuard extends BearerGuard {
  /** Throws {@link NotFound} without an administrator, and what {@link BearerGuard} throws. */
  override canActivate(context: ExecutionContext): ReturnType<BearerGuard['canActivate']> {
    if (this.environment.ADMIN_CLIENT_SECRET === '') throw new NotFound();
    return super.canActivate(context);
  }

  protected override async verify(context: ExecutionContext, token: string, scheme: TokenScheme): Promise<AccessToken> {
    const accessToken = await super.verify(context, token, scheme);
    const request = requestOf(context);
    request.access = {
      until: accessToken.claims.exp,
      recheck: async () => {
        await this.accessTokens.verify(request.context, token, this.requirementOf(context).resource);
      },
    };
    return accessToken;
  }

  protected override permits(accessToken: AccessToken, scope: string): boolean {
    return super.permits(accessToken, scope) || super.permits(accessToken, ADMIN_SCOPE);
  }
}
