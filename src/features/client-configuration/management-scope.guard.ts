import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccessToken } from '../../access-tokens/access-token';
import { BearerGuard } from '../../authentication/bearer/bearer.guard';
import type { TokenScheme } from '../../authentication/bearer/bearer-authentication.guard';
import type { AccessRequirement } from '../../authentication/bearer/required-access.decorator';
import { InvalidToken } from '../../core/errors/errors';

type ManagementRequest = FastifyRequest<{ Params: { client_id: string } }>;

/** A registration access token has no dot, and is never bound to a key; an access token is a JWT. */
const ACCESS_TOKEN = /^(dpop |bearer [^ .]*\.)/i;

/**
 * Accepts an access token of the client itself with `MANAGEMENT_SCOPE` for its registration, as open banking does,
 * together with the keys that it is bound to. Any other request is left to the guard of registration access tokens,
 * which runs next.
 */
@Injectable()
export class ManagementScopeGuard extends BearerGuard {
  /** Not `async`, because Nest continues at once after a guard that returns no promise. */
  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { authorization = '' } = context.switchToHttp().getRequest<ManagementRequest>().headers;
    if (this.environment.MANAGEMENT_SCOPE === '' || !ACCESS_TOKEN.test(authorization)) return true;
    return super.canActivate(context);
  }

  protected override requirementOf(): AccessRequirement {
    return { scope: this.environment.MANAGEMENT_SCOPE, resource: '/register' };
  }

  /**
   * Throws the same {@link InvalidToken} for a token of another client, for a client that does not exist, and for one that
   * was not registered.
   */
  protected override async verify(context: ExecutionContext, token: string, scheme: TokenScheme): Promise<AccessToken> {
    const accessToken = await super.verify(context, token, scheme);
    const request = context.switchToHttp().getRequest<ManagementRequest>();
    if (accessToken.client.client_id !== request.params.client_id)
      throw new InvalidToken({ realm: request.context.issuer.identifier }, new Error('the token is of another client'));
    if (accessToken.client.origin === 'document')
      throw new InvalidToken({ realm: request.context.issuer.identifier }, new Error('its client has no registration'));
    request.managed = { client: accessToken.client };
    return accessToken;
  }
}
