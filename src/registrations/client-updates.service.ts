import { Injectable } from '@nestjs/common';
import { ClientSecretsService } from '../clients/client-secrets.service';
import type { AdmittingPolicy, Client } from '../clients/client.entity';
import { ClientsService } from '../clients/clients.service';
import { approvalAfterUpdate } from '../clients/status/approval-after-update';
import { untilCurrent } from '../clients/until-current';
import { Conflict } from '../core/errors/management-errors';
import { clientNotActive } from '../core/errors/refusals';
import type { PolicyRules } from '../core/policy-document/policy-rules';
import type { RequestContext } from '../core/request-context';
import type { RegistrationPolicy } from '../governance/policies/registration-policy';
import { KeyedSemaphore } from '../platform/concurrency/keyed-semaphore';
import { SemaphoreBusy } from '../platform/concurrency/semaphore';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import type { Caller } from '../platform/http/caller';
import type { Precondition } from '../platform/http/precondition';
import type { StoredSecret } from '../platform/secrets/secret-vault.service';
import {
  RegistrationRequestValidator,
  type ValidatedRequest,
} from '../registration-requests/registration-request.validator';
import { SingleUseService } from '../registration-requests/software-statements/single-use.service';
import type { ClientUpdate } from './client-update';
import { consentAfter } from './consent-of-update';
import { UpdateRequestService } from './update-request.service';

/** The token in the response to an update, and what is stored of all that are valid then. */
export interface SucceedingToken {
  readonly registration_access_token?: string;
  readonly registration_access_tokens: StoredSecret[];
}

/** An update of a client: what is asked for, by whom. */
interface RequestedUpdate<State> {
  readonly body: ClientUpdate;
  readonly precondition: Precondition;
  readonly caller: Caller;
  /** The client as it was read, with what its caller presented. */
  readonly first: State;
  /** Reads it again, after others have changed the client. */
  readonly reread: () => Promise<State>;
  /** What becomes of its registration access tokens. */
  readonly successor: (state: State) => SucceedingToken;
  /** Whether the operator asks: a client that is not active is updated too, and no update has to be approved. */
  readonly isByOperator: boolean;
}

/** The client after an update, with the credentials that were issued. */
export interface UpdatedClient {
  readonly client: Client;
  readonly client_secret?: string | undefined;
  readonly registration_access_token?: string | undefined;
  /** The rules of its policies. */
  readonly rules: PolicyRules | undefined;
}

/** Updates of one client run one after the other on each node. These limits apply to those that wait. */
const LIMITS = { atOnce: 1, mostWaiting: 8, waitMs: 2000 };

/** Replaces or patches the metadata of clients (RFC 7592 section 2.2), for clients themselves and for operators. */
@Injectable()
export class ClientUpdatesService {
  private readonly updating = new KeyedSemaphore(LIMITS);

  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly clients: ClientsService,
    private readonly secrets: ClientSecretsService,
    private readonly validator: RegistrationRequestValidator,
    private readonly singleUse: SingleUseService,
    private readonly updates: UpdateRequestService,
  ) {}

  /**
   * The metadata are validated like those of a registration: before the update waits for others of the client, because a
   * document may have to be fetched, and again only if the client was changed meanwhile. Throws `InvalidRegistration`,
   * `AccessDenied`, `PreconditionFailed`, {@link Conflict} when too many wait or for too long, `CallerDisconnected`.
   */
  async update<State extends { readonly client: Client }>(
    context: RequestContext,
    requested: RequestedUpdate<State>,
  ): Promise<UpdatedClient> {
    const { first, reread, precondition, caller } = requested;
    precondition.check(first.client);
    const validated = await this.validate(context, requested, first);
    const update = async (hasWaited: boolean): Promise<UpdatedClient> =>
      untilCurrent(hasWaited ? await reread() : first, reread, async (state) => {
        precondition.check(state.client);
        const isFirst = state.client.revision === first.client.revision;
        return this.write(
          context,
          requested,
          state,
          isFirst ? validated : await this.validate(context, requested, state),
        );
      });
    return caller.watched((left) => this.inTurn(first.client.client_id, left, update));
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

  private validate<State extends { readonly client: Client }>(
    context: RequestContext,
    { body, caller, isByOperator }: RequestedUpdate<State>,
    { client }: State,
  ): Promise<ValidatedRequest> {
    if (!isByOperator) requireActive(client);
    return this.validator.validate(context, this.updates.read(body, client), { client, caller });
  }

  /** Writes what was validated for this state of the client. Throws `StaleClient`. */
  private async write<State extends { readonly client: Client }>(
    context: RequestContext,
    { successor, body, isByOperator }: RequestedUpdate<State>,
    state: State,
    { metadata, uses, policy }: ValidatedRequest,
  ): Promise<UpdatedClient> {
    const before = state.client;
    const { registration_access_token, registration_access_tokens } = successor(state);
    const { client_secret, client_secrets } = this.secrets.secretsFor(before, metadata, policy?.rules);
    const update = {
      metadata,
      software_instance: uses.instance,
      policies: policiesAfter(before, policy),
      client_secrets,
      registration_access_tokens,
      ...consentAfter({ body, isByOperator, at: context.at }, before, metadata),
      ...(!isByOperator && approvalAfterUpdate(context, before.metadata, metadata, policy?.rules)),
    };
    const client = await this.units.run(context, (unit, contextOfUnit) => {
      this.singleUse.consume(unit, uses);
      return this.clients.update(contextOfUnit, before, update);
    });
    return { client, client_secret, registration_access_token, rules: policy?.rules };
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

/** Throws `AccessDenied`: a client that waits for approval, or is disabled, may read and delete itself and change nothing. */
export const requireActive = ({ status }: Client): void => {
  if (status !== 'active') throw clientNotActive(status);
};
