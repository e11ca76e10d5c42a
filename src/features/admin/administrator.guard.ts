import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { AccessToken } from '../../access-tokens/access-token';
import { requestOf, type TokenScheme } from '../../authentication/bearer/bearer-authentication.guard';
import { BearerGuard, type VerifiedAccess } from '../../authentication/bearer/bearer.guard';
import { NotFound } from '../../core/errors/errors';
import { ADMIN_SCOPE } from '../../core/metadata/scope-tokens';
import type { ExternalAdministrator } from './external/external-administrator';
import { ExternalAdministratorsService } from './external/external-administrators.service';
import type { LastingAccess } from './lasting-access';

/**
 * Requires an access token of the administrator of the environment, or one of `ADMIN_TOKEN_ISSUER`. The scope
 * `register:admin` is enough for every handler. If there are no administrators, there is no administration API.
 */
@Injectable()
export class AdministratorGuard extends BearerGuard<ExternalAdministrator> {
  @Inject(ExternalAdministratorsService)
  private readonly externals!: ExternalAdministratorsService;

  /** Throws {@link NotFound} without administrators, and what {@link BearerGuard} throws. */
  override canActivate(context: ExecutionContext): ReturnType<BearerGuard['canActivate']> {
    if (this.environment.ADMIN_CLIENT_SECRET === '' && !this.externals.areAccepted) throw new NotFound();
    return super.canActivate(context);
  }

  protected override verify(
    context: ExecutionContext,
    token: string,
    scheme: TokenScheme,
  ): Promise<AccessToken | ExternalAdministrator> {
    return this.externals.issued(token)
      ? this.verifyExternal(context, token, scheme)
      : this.verifyOwn(context, token, scheme);
  }

  protected override permits(access: VerifiedAccess, scope: string): boolean {
    return super.permits(access, scope) || super.permits(access, ADMIN_SCOPE);
  }

  private async verifyOwn(context: ExecutionContext, token: string, scheme: TokenScheme): Promise<AccessToken> {
    const accessToken = (await super.verify(context, token, scheme)) as AccessToken;
    const { context: ofRequest } = requestOf(context);
    const { resource } = this.requirementOf(context);
    lasts(context, accessToken.claims.exp, () => this.accessTokens.verify(ofRequest, token, resource));
    return accessToken;
  }

  private async verifyExternal(
    context: ExecutionContext,
    token: string,
    scheme: TokenScheme,
  ): Promise<ExternalAdministrator> {
    const administrator = await this.admit(context, { token, scheme }, async () => {
      const access = await this.externals.verify(token);
      return { access, actor: access.actor };
    });
    await this.externals.noteSignIn(requestOf(context).context, token, administrator);
    lasts(context, administrator.claims.exp, () => this.externals.verify(token));
    return administrator;
  }
}

/** Keeps how long the access lasts, for a response that has no end. */
const lasts = (context: ExecutionContext, until: number, verify: () => Promise<unknown>): void => {
  const recheck: LastingAccess['recheck'] = async () => void (await verify());
  requestOf(context).access = { until, recheck };
};
