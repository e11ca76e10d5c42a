import { Injectable } from '@nestjs/common';
import { AccessTokenOptions } from '../../access-tokens/access-token-options';
import { clientNotActive, noSecretToRotate } from '../../core/errors/refusals';
import { clientInformation } from '../../clients/client-information';
import type { ClientInformation } from '../../core/metadata/client-metadata';
import { ClientSecretsService } from '../../clients/client-secrets.service';
import type { AdmittingPolicy, Client } from '../../clients/client.entity';
import { ClientsService } from '../../clients/clients.service';
import { approvalAfterUpdate } from '../../clients/status/approval-after-update';
import { StaleClient } from '../../clients/stale-client';
import { Conflict } from '../../core/errors/management-errors';
import { shortest } from '../../core/lifetimes/lifetimes';
import type { PolicyRules } from '../../core/policy-document/policy-rules';
import type { RequestContext } from '../../core/request-context';
import { RegistrationPoliciesService } from '../../governance/policies/registration-policies.service';
import type { RegistrationPolicy } from '../../governance/policies/registration-policy';
import { KeyedSemaphore } from '../../platform/concurrency/keyed-semaphore';
import { SemaphoreBusy } from '../../platform/concurrency/semaphore';
import { UnitsOfWorkService } from '../../platform/database/units-of-work.service';
import type { Caller } from '../../platform/http/caller';
import {
  type ValidatedRequest,
  RegistrationRequestValidator,
} from '../../registration-requests/registration-request.validator';
import { SingleUseService } from '../../registration-requests/software-statements/single-use.service';
import type { Precondition } from '../../platform/http/precondition';
import { type ManagedClient, RegistrationTokensService } from './registration-tokens.service';
import type { ClientUpdate } from './dto/client-update.dto';
import { UpdateRequestService } from './update-request.service';

/** A client and the response about it. */
export interface ManagementResult {
  readonly client: Client;
  readonly information: ClientInformation;
}

const MOST_ATTEMPTS = 50;
/** Updates of one client run one after the other on each node. These limits apply to those that wait. */
const LIMITS = { atOnce: 1, mostWaiting: 8, waitMs: 2000 };

/** What a client does with its own registration (RFC 7592 section 2). */
@Injectable()
export class ClientConfigurationService {
  private readonly updating = new KeyedSemaphore(LIMITS);

  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly clients: ClientsService,
    private readonly secrets: ClientSecretsService,
    private readonly tokens: RegistrationTokensService,
    private readonly validator: RegistrationRequestValidator,
    private readonly singleUse: SingleUseService,
    private readonly updates: UpdateRequestService,
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
   * Replaces or patches the metadata (RFC 7592 section 2.2), which are validated like those of a registration. They are
   * validated before the update waits for others of the client, because a document may have to be fetched, and again
   * only if the client was changed meanwhile. Throws `InvalidRegistration`, {@link AccessDenied}, `PreconditionFailed`,
   * {@link Conflict} when too many wait or for too long, `CallerDisconnected`.
   */
  async update(
    context: RequestContext,
    managed: ManagedClient,
    precondition: Precondition,
    body: ClientUpdate,
    caller: Caller,
  ): Promise<ManagementResult> {
    precondition.check(managed.client);
    const first = await this.validate(context, managed, body, caller);
    const update = async (hasWaited: boolean): Promise<ManagementResult> => {
      const latest = hasWaited ? await this.tokens.reopen(context, managed) : managed;
      return this.untilCurrent(context, latest, precondition, async (now) => {
        const isFirst = now.client.revision === managed.client.revision;
        return this.write(context, now, isFirst ? first : await this.validate(context, now, body, caller));
      });
    };
    return caller.watched((left) => this.inTurn(managed.client.client_id, left, update));
  }

  /**
   * Gives the client a new secret; the newest of the old ones stays valid for `overlap` seconds. Throws
   * {@link InvalidRequest} for a client without secrets, {@link AccessDenied}, `PreconditionFailed`, {@link Conflict}.
   */
  rotateSecret(
    context: RequestContext,
    managed: ManagedClient,
    precondition: Precondition,
    overlap: number,
  ): Promise<ManagementResult> {
    return this.untilCurrent(context, managed, precondition, async ({ client: before, registration_access_token }) => {
      requireActive(before);
      if (before.client_secrets.length === 0) throw noSecretToRotate();
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

  private async inTurn<Result>(
    client_id: string,
    left: AbortSignal,
    work: (hasWaited: boolean) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.updating.run(client_id, left, work);
    } catch (error) {
      throw error instanceof SemaphoreBusy ? new Conflict() : error;
    }
  }

  private validate(
    context: RequestContext,
    { client }: ManagedClient,
    body: ClientUpdate,
    caller: Caller,
  ): Promise<ValidatedRequest> {
    requireActive(client);
    return this.validator.validate(context, this.updates.read(body, client), { client, caller });
  }

  /** Writes what was validated for this state of the client. Throws {@link StaleClient}. */
  private async write(
    context: RequestContext,
    now: ManagedClient,
    { metadata, uses, policy }: ValidatedRequest,
  ): Promise<ManagementResult> {
    const { registration_access_token, registration_access_tokens } = this.tokens.successor(now);
    const { client_secret, client_secrets } = this.secrets.secretsFor(now.client, metadata, policy?.rules);
    const policies = policiesAfter(now.client, policy);
    const update = {
      metadata,
      software_instance: uses.instance,
      policies,
      client_secrets,
      registration_access_tokens,
      ...approvalAfterUpdate(context, now.client.metadata, metadata, policy?.rules),
    };
    const client = await this.units.run(context, (unit, contextOfUnit) => {
      this.singleUse.consume(unit, uses);
      return this.clients.update(contextOfUnit, now.client, update);
    });
    return this.toResult(context, client, { client_secret, registration_access_token }, policy?.rules);
  }

  /** Tries again on the state that another writer left, as long as the token still opens it. */
  private async untilCurrent<Outcome>(
    context: RequestContext,
    managed: ManagedClient,
    precondition: Precondition,
    attempt: (now: ManagedClient) => Promise<Outcome>,
  ): Promise<Outcome> {
    let now = managed;
    for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1) {
      precondition.check(now.client);
      try {
        return await attempt(now);
      } catch (error) {
        if (!(error instanceof StaleClient)) throw error;
      }
      now = await this.tokens.reopen(context, managed);
    }
    throw new Conflict();
  }

  private toResult(
    { issuer }: RequestContext,
    client: Client,
    credentials: Parameters<typeof clientInformation>[1],
    rules: PolicyRules = {},
  ): ManagementResult {
    const client_secret = credentials.client_secret ?? this.secrets.unsealed(client);
    const source = { issuer, accessTokenLifetime: shortest(this.accessTokens.lifetime, rules.access_token_lifetime) };
    return { client, information: clientInformation(client, { ...credentials, client_secret }, source) };
  }
}

/** The policies of a client: those that admitted it, and that of the issuer of a statement that an update brought. */
const policiesAfter = (
  { policies }: Client,
  policy: RegistrationPolicy | undefined,
): readonly AdmittingPolicy[] | null => {
  const before = policies ?? [];
  const added = (policy?.admitting ?? []).filter(({ name }) => !before.some((one) => one.name === name));
  return added.length > 0 ? [...before, ...added] : (policies ?? null);
};

/** A client that waits for approval, or is disabled, may read and delete itself and change nothing. */
const requireActive = ({ status }: Client): void => {
  if (status !== 'active') throw clientNotActive(status);
};
