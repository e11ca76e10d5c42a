import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Client } from '../clients/client.entity';
import { ClientRepository } from '../clients/client.repository';
import { formParameters } from '../http/form-parameters';
import { InvalidClient, InvalidRequest } from '../oauth/errors';
import { SecretVault } from '../secrets/secret-vault';
import type { ClientAuthenticationMethod } from './client-authentication-method';
import { clientSecretBasic } from './methods/client-secret-basic';
import { clientSecretPost } from './methods/client-secret-post';

const METHODS: readonly ClientAuthenticationMethod[] = [clientSecretBasic, clientSecretPost];

type AuthenticatedRequest = FastifyRequest & { client?: Client };

/** The client that the request was authenticated as. */
export const AuthenticatedClient = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<AuthenticatedRequest>().client,
);

/**
 * Client authentication (RFC 6749 section 2.3): asks each method whether it was presented. Throws
 * {@link InvalidRequest} for two at once, {@link InvalidClient} for everything that fails, always in the same words.
 */
@Injectable()
export class ClientAuthenticationGuard implements CanActivate {
  constructor(
    private readonly clients: ClientRepository,
    private readonly vault: SecretVault,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.client = await this.authenticate(request, formParameters(request));
    return true;
  }

  private async authenticate(request: FastifyRequest, form: URLSearchParams): Promise<Client> {
    const attempts = METHODS.flatMap((method) => {
      const presented = method.read(request, form);
      return presented ? [{ method, presented }] : [];
    });
    if (attempts.length > 1)
      throw new InvalidRequest('the client must authenticate in one way only; leave the other out');
    const [attempt] = attempts;
    if (!attempt) throw new InvalidClient('nothing was presented');
    const { method, presented } = attempt;
    if (presented === 'malformed') throw new InvalidClient('the credentials are malformed');
    const named = form.get('client_id') ?? presented.client_id;
    if (named !== presented.client_id)
      throw new InvalidRequest('client_id must be that of the Authorization header; leave it out');
    const client = await this.clients.findActive(presented.client_id);
    const matching = presented.secrets.filter((secret) => this.vault.matches(secret, client?.client_secrets));
    if (!client || matching.length === 0) throw new InvalidClient('unknown client or wrong secret');
    if (!method.serves.includes(client.metadata.token_endpoint_auth_method))
      throw new InvalidClient('not the registered method');
    return client;
  }
}
