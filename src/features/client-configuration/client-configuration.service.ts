import { Injectable } from '@nestjs/common';
import { AccessTokenOptions } from '../../access-tokens/access-token-options';
import { tokenLifetimesOf } from '../../access-tokens/token-lifetimes';
import { clientInformation } from '../../clients/client-information';
import { ClientSecretsService } from '../../clients/client-secrets.service';
import type { Client } from '../../clients/client.entity';
import { ClientsService } from '../../clients/clients.service';
import { untilCurrent } from '../../clients/until-current';
import type { ClientInformation } from '../../core/metadata/client-metadata';
import type { PolicyRules } from '../../core/policy-document/policy-rules';
import type { RequestContext } from '../../core/request-context';
import { RegistrationPoliciesService } from '../../governance/policies/registration-policies.service';
import type { Caller } from '../../platform/http/caller';
import type { Precondition } from '../../platform/http/precondition';
import type { ClientUpdate } from '../../registrations/client-update';
import { ClientUpdatesService, requireActive } from '../../registrations/client-updates.service';
import { requireSecret } from '../../registrations/secret-rotation.service';
import { type ManagedClient, RegistrationTokensService } from './registration-tokens.service';

/** A client and the response about it. */
export interface ManagementResult {
  readonly client: Client;
  readonly information: ClientInformation;
}

/** What a client does with its own registration (RFC 7592 section 2). */
@Injectable()
export class ClientConfigurationService {
  constructor(
    private readonly clients: ClientsService,
    private readonly secrets: ClientSecretsService,
    private readonly tokens: RegistrationTokensService,
    private readonly updates: ClientUpdatesService,
    private readonly policies: RegistrationPoliciesService,
    private readonly accessTokens: AccessTokenOptions,
  ) {}

  /**
   * The response to a read: the metadata as registered, the registration access token that was presented, the secret if
   * it is sealed.
   */
  async read(context: RequestContext, { client, registration_access_token }: ManagedClient): Promise<ManagementResult> {
    return this.toResult(context, client, { registration_access_token }, await this.policies.rulesOf(client));
  }

  /**
   * Replaces or patches the metadata (RFC 7592 section 2.2). Throws what {@link ClientUpdatesService.update} throws, and
   * `InvalidToken` if the credential ends meanwhile.
   */
  async update(
    context: RequestContext,
    managed: ManagedClient,
    precondition: Precondition,
    body: ClientUpdate,
    caller: Caller,
  ): Promise<ManagementResult> {
    const { client, client_secret, registration_access_token, rules } = await this.updates.update(context, {
      body,
      precondition,
      caller,
      first: managed,
      reread: () => this.tokens.reopen(context, managed),
      successor: (now) => this.tokens.successor(now),
      isByOperator: false,
    });
    return this.toResult(context, client, { client_secret, registration_access_token }, rules);
  }

  /**
   * Gives the client a new secret; the newest of the old ones stays valid for `overlap` seconds. Throws
   * `InvalidRequest` for a client without secrets, `AccessDenied`, `PreconditionFailed`, `Conflict`.
   */
  rotateSecret(
    context: RequestContext,
    managed: ManagedClient,
    precondition: Precondition,
    overlap: number,
  ): Promise<ManagementResult> {
    return this.untilCurrent(context, managed, precondition, async ({ client: before, registration_access_token }) => {
      requireActive(before);
      requireSecret(before);
      const rules = await this.policies.rulesOf(before);
      const { client_secret, client_secrets } = this.secrets.rotate(before, overlap, rules);
      const client = await this.clients.rotateSecret(context, before, client_secrets);
      return this.toResult(context, client, { client_secret, registration_access_token }, rules);
    });
  }

  /** Deletes the client (RFC 7592 section 2.3): its credentials and tokens are refused from the next request on. */
  async remove(context: RequestContext, managed: ManagedClient, precondition: Precondition): Promise<void> {
    await this.untilCurrent(context, managed, precondition, ({ client }) => this.clients.remove(context, client));
  }

  /** Tries again on the state that another writer left, as long as the token still opens it. */
  private untilCurrent<Outcome>(
    context: RequestContext,
    managed: ManagedClient,
    precondition: Precondition,
    attempt: (now: ManagedClient) => Promise<Outcome>,
  ): Promise<Outcome> {
    return untilCurrent(
      managed,
      () => this.tokens.reopen(context, managed),
      (now) => {
        precondition.check(now.client);
        return attempt(now);
      },
    );
  }

  private toResult(
    { issuer }: RequestContext,
    client: Client,
    credentials: Parameters<typeof clientInformation>[1],
    rules: PolicyRules = {},
  ): ManagementResult {
    const client_secret = credentials.client_secret ?? this.secrets.unsealed(client);
    const source = { issuer, ...tokenLifetimesOf(this.accessTokens, rules) };
    return { client, information: clientInformation(client, { ...credentials, client_secret }, source) };
  }
}
