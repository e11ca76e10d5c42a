import { Injectable } from '@nestjs/common';
import { UserResourcesService } from '../../../access-tokens/user-resources.service';
import { ClientDocumentUnavailable, InvalidClientDocument } from '../../../clients/client-source';
import { ClientDirectory } from '../../../clients/client-directory.service';
import type { Client } from '../../../clients/client.entity';
import { hostOf } from '../../../core/metadata/redirect-uri';
import type { RequestContext } from '../../../core/request-context';
import { AuthorizationOptions } from './authorization-options';
import { AuthorizationParameters } from './authorization-parameters';
import { type ErrorTarget, PageError, RedirectError } from './authorization-refusal';
import { type AuthorizationRequest, requestOf, targetOf } from './authorization-request';
import type { AskedRequest } from './authorization-rule';
import { AUTHORIZATION_RULES } from './authorization-rules';
import { isAnsweredDirectly } from './direct-redirect';
import type { ResponseTarget } from './response-target';
import { CLIENT_ID_RULES } from './rules/client-id.rules';
import { REDIRECT_URI_RULES } from './rules/redirect-uri.rules';
import { clientMayUseCodes } from './rules/response.rules';

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
      throw new RedirectError(rule.error, fault, this.errorTargetOf(targetOf(asked), client));
    }
    return requestOf(asked, context.at);
  }

  /**
   * Judges a request again that a transaction kept: the client may have changed since. Throws {@link PageError} if it is no
   * longer what the client registered.
   */
  recheck(context: RequestContext, request: AuthorizationRequest, client: Client): void {
    const { options, resources } = this;
    const parameters = new AuthorizationParameters([['redirect_uri', request.redirect_uri]]);
    const asked: AskedRequest = { parameters, client, issuer: context.issuer, options, resources };
    const permitted = resources.grantedScope(request.scope.join(' '), client, request.resources);
    const isPermitted =
      REDIRECT_URI_RULES.every(({ broken }) => broken(asked) === undefined) &&
      clientMayUseCodes.broken(asked) === undefined &&
      request.resources.every((one) => resources.find(one) === one) &&
      request.scope.every((one) => permitted.includes(one));
    if (!isPermitted)
      throw new PageError('client_changed', 'the request must fit the registration of the client; start again');
  }

  /** Where an error of a request may go before it is judged; `undefined` if its redirect URI is none of the client. */
  targetFor(context: RequestContext, parameters: AuthorizationParameters, client: Client): ErrorTarget | undefined {
    const { options, resources } = this;
    const asked: AskedRequest = { parameters, client, issuer: context.issuer, options, resources };
    const isRegistered = REDIRECT_URI_RULES.every(({ broken }) => broken(asked) === undefined);
    return isRegistered ? this.errorTargetOf(targetOf(asked), client) : undefined;
  }

  /** Where an error of a request goes, and whether at once. */
  errorTargetOf(
    { redirect_uri, response_mode, state }: ResponseTarget,
    client: Client,
    kind?: ErrorTarget['kind'],
  ): ErrorTarget {
    return {
      redirect_uri,
      response_mode,
      ...(state !== undefined && { state }),
      isDirect: isAnsweredDirectly(redirect_uri, client, this.options),
      ...(kind && { kind }),
    };
  }

  private async load(context: RequestContext, client_id: string): Promise<Client | undefined> {
    try {
      return await this.clients.load(context, client_id);
    } catch (cause) {
      const host = hostOf(client_id);
      if (cause instanceof ClientDocumentUnavailable)
        throw new PageError('document_unavailable', cause.message, {
          status: 503,
          error: cause.error,
          cause,
          headers: cause.headers,
          host,
        });
      if (cause instanceof InvalidClientDocument)
        throw new PageError('document_invalid', cause.message, { error: cause.error, cause, host });
      throw cause;
    }
  }
}

const activeClient = (client: Client | undefined): Client => {
  if (client?.status === 'active') return client;
  throw client?.status === 'pending'
    ? new PageError('client_pending', 'the client must be approved by the operator; try again after that')
    : new PageError('unknown_client', 'client_id must be that of a client of this server; register it again');
};
