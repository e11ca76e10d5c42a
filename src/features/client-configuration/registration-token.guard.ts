import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BearerAuthenticationGuard, requestOf } from '../../authentication/bearer/bearer-authentication.guard';
import { BearerStrategy } from '../../authentication/bearer/bearer.strategy';
import type { Challenges, OAuthError } from '../../core/errors/oauth-error';
import { registrationTokenRequired } from '../../core/errors/refusals';
import { actAs } from '../../platform/http/request-context';
import { type ManagedClient, RegistrationTokensService } from './registration-tokens.service';

type ManagementRequest = FastifyRequest<{ Params: { client_id: string } }>;

/** The client whose registration the request manages. Throws an `Error` if {@link RegistrationTokenGuard} did not run before. */
export const managedBy = ({ managed }: FastifyRequest): ManagedClient => {
  if (!managed) throw new Error('the managed client is known only after the guard of registration access tokens');
  return managed;
};

/** The client whose registration the request manages: see {@link managedBy}. */
export const Managed = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  managedBy(requestOf(context)),
);

/**
 * Requires the registration access token of the client in the address (RFC 7592 section 2). Every other token is answered
 * by 401, never by 404. A request that the guard of `MANAGEMENT_SCOPE` accepted needs none.
 */
@Injectable()
export class RegistrationTokenGuard extends BearerAuthenticationGuard<ManagedClient> {
  constructor(
    bearer: BearerStrategy,
    private readonly tokens: RegistrationTokensService,
  ) {
    super([bearer]);
  }

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    return requestOf(context).managed !== undefined || super.canActivate(context);
  }

  protected override challengesOf(context: ExecutionContext): Challenges {
    return [{ scheme: 'Bearer', parameters: { realm: requestOf(context).context.issuer.identifier } }];
  }

  protected override tokenRequired(context: ExecutionContext): OAuthError {
    return registrationTokenRequired(this.challengesOf(context));
  }

  /** Throws `InvalidRegistrationToken`. */
  protected override async verify(context: ExecutionContext, token: string): Promise<ManagedClient> {
    const request = context.switchToHttp().getRequest<ManagementRequest>();
    const { client_id } = request.params;
    const managed = await this.tokens.open(request.context, client_id, token);
    actAs(request, { type: 'registration_access_token', client_id });
    request.managed = managed;
    return managed;
  }
}
