import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { isClientIdentifier } from '../../clients/client-identifier';
import type { Client } from '../../clients/client.entity';
import { ClientsService } from '../../clients/clients.service';
import { InvalidClient, TooManyRequests } from '../../core/errors/errors';
import { Environment } from '../../platform/config/environment';
import { soleAuthorization } from '../../platform/http/authorization-header';
import { formParameters } from '../../platform/http/form-parameters';
import { noteForLog } from '../../platform/http/log-notes';
import { actAs } from '../../platform/http/request-context';
import type { AuthenticationRequest } from './client-authentication-method';
import { type AuthenticatingEndpoint, ClientAuthenticationService } from './client-authentication.service';
import { FailedAttemptsLimit, type AttemptSource } from './failed-attempts.limit';

/** The client that authenticated itself. Throws an `Error` if {@link ClientAuthenticationGuard} did not run before. */
export const clientOf = ({ client }: FastifyRequest): Client => {
  if (!client) throw new Error('the client is known only after the guard of client authentication');
  return client;
};

/** The client that authenticated itself: see {@link clientOf}. */
export const AuthenticatedClient = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  clientOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Marks a handler that also serves clients of the method `none`, which do not authenticate. */
export const AllowsPublicClients = Reflector.createDecorator<true>();

/** Marks a handler where a client may be seen for the first time: see `ClientDirectory.load`. */
export const IsFirstContact = Reflector.createDecorator<true>();

/**
 * Requires an authenticated client. Throws what {@link ClientAuthenticationService} throws, and {@link TooManyRequests} after
 * too many failures: see {@link FailedAttemptsLimit}.
 */
@Injectable()
export class ClientAuthenticationGuard implements CanActivate {
  private readonly configured: readonly string[];

  constructor(
    private readonly authenticator: ClientAuthenticationService,
    private readonly clients: ClientsService,
    private readonly failures: FailedAttemptsLimit,
    private readonly reflector: Reflector,
    { REGISTRAR_CLIENT_ID, ADMIN_CLIENT_ID }: Environment,
  ) {
    this.configured = [REGISTRAR_CLIENT_ID, ADMIN_CLIENT_ID];
  }

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const isMarked = (mark: typeof AllowsPublicClients): boolean =>
      this.reflector.get<true | undefined>(mark, context.getHandler()) ?? false;
    const client = await this.authenticate(request, {
      allowsPublicClients: isMarked(AllowsPublicClients),
      isFirstContact: isMarked(IsFirstContact),
    });
    const { client_id, metadata } = client;
    // The identifier of an imported client may have any form; now it is known to be one.
    if (!isClientIdentifier(client_id, this.configured)) noteForLog(request, { client_id });
    request.client = client;
    actAs(request, { type: 'client_authentication', client_id, method: metadata.token_endpoint_auth_method });
    if (metadata.token_endpoint_auth_method !== 'none' && !(await this.clients.touch(request.context, client)))
      throw new InvalidClient('it was deleted because it was not used');
    return true;
  }

  private async authenticate(request: FastifyRequest, endpoint: AuthenticatingEndpoint): Promise<Client> {
    let source: AttemptSource = { ip: request.context.address, client_id: undefined };
    const authorization = soleAuthorization(request);
    const form = formParameters(request);
    const presented: AuthenticationRequest = {
      authorization,
      headers: request.headers,
      certificate: request.clientCertificate,
      parameter: (name) => form.get(name) ?? undefined,
    };
    try {
      const claim = this.authenticator.claimOf(presented);
      source = { ...source, client_id: claim.client_id };
      // A value of another form may be a secret that was sent as client_id by mistake: it is not logged.
      if (isClientIdentifier(claim.client_id, this.configured)) noteForLog(request, { client_id: claim.client_id });
      const wait = this.failures.secondsUntilAllowed(source);
      if (wait > 0) throw new TooManyRequests(wait);
      return await this.authenticator.authenticate(request.context, claim, endpoint);
    } catch (error) {
      const wait = error instanceof InvalidClient ? await this.failures.count(source) : 0;
      throw wait > 0 ? new TooManyRequests(wait, { cause: error }) : error;
    }
  }
}
