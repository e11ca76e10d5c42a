import { Injectable } from '@nestjs/common';
import { UserResourcesService } from '../../../access-tokens/user-resources.service';
import { ClientDocumentUnavailable, InvalidClientDocument } from '../../../clients/client-source';
import { ClientDirectory } from '../../../clients/client-directory.service';
import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { AuthorizationOptions } from './authorization-options';
import type { AuthorizationParameters } from './authorization-parameters';
import { PageError, RedirectError } from './authorization-refusal';
import { type AuthorizationRequest, requestOf, targetOf } from './authorization-request';
import type { AskedRequest } from './authorization-rule';
import { AUTHORIZATION_RULES } from './authorization-rules';
import { isAnsweredDirectly } from './direct-redirect';
import { CLIENT_ID_RULES } from './rules/client-id.rules';

/** Reads and judges authorization requests (RFC 6749 section 4.1.1). */
@Injectable()
export class AuthorizationRequestsService {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly options: AuthorizationOptions,
    private readonly resources: UserResourcesService,
  ) {}

  /**
   * The client that a request names, which may be read from another host. Throws {@link PageError} if it is not sent as the
   * rules want, or if no active client has this identifier.
   */
  async clientOf(context: RequestContext, parameters: AuthorizationParameters): Promise<Client> {
    for (const { kind, error, broken } of CLIENT_ID_RULES) {
      const fault = broken({ parameters });
      if (fault !== undefined) throw new PageError(kind, fault, { error });
    }
    return activeClient(await this.load(context, parameters.get('client_id') ?? ''));
  }

  /**
   * The client with this identifier as it is known now, without a request to another host. Throws {@link PageError} if it
   * is not active any more.
   */
  async activeClient(client_id: string): Promise<Client> {
    return activeClient(await this.clients.find(client_id));
  }

  /**
   * The request, if it follows all rules. Throws {@link PageError} for a fault that only the user may learn of, and
   * {@link RedirectError} for one that may be told to the client.
   */
  judge(context: RequestContext, parameters: AuthorizationParameters, client: Client): AuthorizationRequest {
    const { options, resources } = this;
    const asked: AskedRequest = { parameters, client, issuer: context.issuer, options, resources };
    for (const rule of AUTHORIZATION_RULES) {
      const fault = rule.broken(asked);
      if (fault === undefined) continue;
      if (rule.toldTo === 'user') throw new PageError(rule.kind, fault, { error: rule.error });
      throw new RedirectError(rule.error, fault, targetOf(asked));
    }
    return requestOf(asked, context.at);
  }

  /** Whether an error may go to a redirect URI of a client before the user took part. */
  isAnsweredDirectly(redirect_uri: string, client: Client): boolean {
    return isAnsweredDirectly(redirect_uri, client, this.options);
  }

  private async load(context: RequestContext, client_id: string): Promise<Client | undefined> {
    try {
      return await this.clients.load(context, client_id);
    } catch (cause) {
      if (cause instanceof ClientDocumentUnavailable)
        throw new PageError('unavailable', cause.message, {
          status: 503,
          error: cause.error,
          cause,
          headers: cause.headers,
        });
      if (cause instanceof InvalidClientDocument)
        throw new PageError('client', cause.message, { error: cause.error, cause });
      throw cause;
    }
  }
}

const activeClient = (client: Client | undefined): Client => {
  if (client?.status === 'active') return client;
  throw client?.status === 'pending'
    ? new PageError('client-pending', 'the client must be approved by the operator; try again after that')
    : new PageError('client', 'client_id must be that of a client of this server; register it again');
};
