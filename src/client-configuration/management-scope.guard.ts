import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccessToken } from '../access-tokens/access-token';
import { BearerGuard } from '../authentication/bearer/bearer.guard';
import { InvalidToken } from '../core/errors/errors';
import type { ManagedClient } from './registration-tokens.service';

type ManagementRequest = FastifyRequest<{ Params: { client_id: string } }>;
type OpenedRequest = ManagementRequest & { accessToken: AccessToken; managed: ManagedClient };

/** A registration access token has no dot, and is never bound to a key; an access token is a JWT. */
const ACCESS_TOKEN = /^(dpop |bearer [^ .]*\.)/i;

/**
 * Lets an access token of the client itself with `MANAGEMENT_SCOPE` open its registration, as open banking has it,
 * together with the keys that it is bound to.
 */
@Injectable()
export class ManagementScopeGuard extends BearerGuard {
  /** Whether a request is for this guard: the operator permits it, and what is presented is an access token. */
  applies(context: ExecutionContext): boolean {
    const { authorization = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    return this.environment.MANAGEMENT_SCOPE !== '' && ACCESS_TOKEN.test(authorization);
  }

  /** Throws as {@link BearerGuard} does; {@link InvalidToken} alike for another client and for one that is not there. */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<OpenedRequest>();
    const { client } = request.accessToken;
    if (client.client_id !== request.params.client_id)
      throw new InvalidToken({ realm: request.context.issuer.identifier }, new Error('the token is of another client'));
    request.managed = { client };
    return true;
  }

  protected override scopeOf(): string {
    return this.environment.MANAGEMENT_SCOPE;
  }
}
