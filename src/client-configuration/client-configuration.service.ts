import { Injectable } from '@nestjs/common';
import { type ClientInformation, clientInformation } from '../clients/client-information';
import { ClientSecretsService } from '../clients/client-secrets.service';
import type { Client } from '../clients/client.entity';
import { type Alongside, type ClientChange, ClientRepository } from '../clients/client.repository';
import { InvalidRequest } from '../core/errors/errors';
import { AccessDenied, Conflict } from '../core/errors/management-errors';
import type { RequestContext } from '../core/request-context';
import { KeyBusy, KeyedMutex } from '../platform/concurrency/keyed-mutex';
import { Environment } from '../platform/config/environment';
import type { Caller } from '../platform/http/caller';
import {
  type ValidatedRequest,
  RegistrationRequestValidator,
} from '../registration-requests/registration-request.validator';
import { SingleUseService } from '../registration-requests/software-statements/single-use.service';
import type { Precondition } from './precondition';
import { type ManagedClient, RegistrationTokensService } from './registration-tokens.service';
import type { UpdateBody } from './update-body.pipe';
import { UpdateRequestService } from './update-request.service';

/** A client as it stands, and what it is told. */
export interface ManagementResult {
  readonly client: Client;
  readonly information: ClientInformation;
}

const MOST_ATTEMPTS = 50;
/** The updates of one client that may wait for each other on this node. */
const LIMITS = { mostWaiting: 8, waitMs: 2000 };

/** What a client does with its own registration (RFC 7592 section 2). */
@Injectable()
export class ClientConfigurationService {
  private readonly updating = new KeyedMutex(LIMITS);

  constructor(
    private readonly clients: ClientRepository,
    private readonly secrets: ClientSecretsService,
    private readonly tokens: RegistrationTokensService,
    private readonly admission: RegistrationRequestValidator,
    private readonly statementUses: SingleUseService,
    private readonly updates: UpdateRequestService,
    private readonly environment: Environment,
  ) {}

  /** What the client is told about itself: what it registered, the token that it presented, its secret if it is sealed. */
  read(context: RequestContext, { client, registration_access_token }: ManagedClient): ManagementResult {
    return this.told(context, client, { registration_access_token });
  }

  /**
   * Replaces or patches the metadata (RFC 7592 section 2.2): the resulting ones are admitted as those of a registration
   * are. They are judged before the client is taken, for a document may have to be fetched, and again only when others
   * were faster. Throws `InvalidRegistration`, {@link AccessDenied}, `PreconditionFailed`, {@link Conflict} when too
   * many wait or for too long, `CallerLeft`.
   */
  async update(
    context: RequestContext,
    managed: ManagedClient,
    precondition: Precondition,
    body: UpdateBody,
    caller: Caller,
  ): Promise<ManagementResult> {
    precondition.check(managed.client);
    const judged = await this.judged(context, managed, body, caller);
    const update = async (hasWaited: boolean): Promise<ManagementResult> =>
      this.untilUndisturbed(
        context,
        hasWaited ? await this.tokens.reopen(context, managed) : managed,
        precondition,
        async (latest) => {
          const isAsJudged = latest.client.revision === managed.client.revision;
          return this.written(context, latest, isAsJudged ? judged : await this.judged(context, latest, body, caller));
        },
      );
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
    return this.untilUndisturbed(context, managed, precondition, async ({ client: old, registration_access_token }) => {
      requireActive(old);
      if (old.client_secrets.length === 0)
        throw new InvalidRequest(
          'the client must have a secret to rotate; register a token_endpoint_auth_method that uses one',
        );
      const { client_secret, client_secrets } = this.secrets.rotated(old, overlap);
      const client = await this.changed(old, { client_secrets });
      return client && this.told(context, client, { client_secret, registration_access_token });
    });
  }

  /** Deletes the client (RFC 7592 section 2.3): whatever it proves itself with is refused from the next request on. */
  async remove(context: RequestContext, managed: ManagedClient, precondition: Precondition): Promise<void> {
    await this.untilUndisturbed(
      context,
      managed,
      precondition,
      async ({ client }) => (await this.clients.remove(client)) || undefined,
    );
  }

  private async inTurn<Result>(
    client_id: string,
    left: AbortSignal,
    work: (hasWaited: boolean) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.updating.run(client_id, left, work);
    } catch (error) {
      throw error instanceof KeyBusy ? new Conflict() : error;
    }
  }

  private judged(
    context: RequestContext,
    { client }: ManagedClient,
    body: UpdateBody,
    caller: Caller,
  ): Promise<ValidatedRequest> {
    requireActive(client);
    return this.admission.admit(context, this.updates.read(body, client), { client, caller });
  }

  /** One attempt: nothing when the state that was judged is not the latest any more. */
  private async written(
    context: RequestContext,
    now: ManagedClient,
    { metadata, uses }: ValidatedRequest,
  ): Promise<ManagementResult | undefined> {
    const { client_secret, client_secrets } = this.secrets.afterChange(now.client, metadata);
    const { registration_access_token, registration_access_tokens } = this.tokens.successor(now);
    const change = { metadata, client_secrets, registration_access_tokens, software_instance: uses.instance };
    const client = await this.statementUses.settle(uses, (spend) => this.changed(now.client, change, spend));
    return client && this.told(context, client, { client_secret, registration_access_token });
  }

  /** Tries again on the state that another writer left, as long as the token still opens it. */
  private async untilUndisturbed<Outcome>(
    context: RequestContext,
    managed: ManagedClient,
    precondition: Precondition,
    attempt: (now: ManagedClient) => Promise<Outcome | undefined>,
  ): Promise<Outcome> {
    let now = managed;
    for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1) {
      precondition.check(now.client);
      const outcome = await attempt(now);
      if (outcome !== undefined) return outcome;
      now = await this.tokens.reopen(context, managed);
    }
    throw new Conflict();
  }

  private changed(client: Client, change: ClientChange, alongside?: Alongside): Promise<Client | undefined> {
    return this.clients.change(client, { ...change, updated_at: new Date(), version: client.version + 1 }, alongside);
  }

  private told(
    { issuer }: RequestContext,
    client: Client,
    credentials: Parameters<typeof clientInformation>[1],
  ): ManagementResult {
    const client_secret = credentials.client_secret ?? this.secrets.told(client);
    const source = { issuer, accessTokenLifetime: this.environment.ACCESS_TOKEN_LIFETIME };
    return { client, information: clientInformation(client, { ...credentials, client_secret }, source) };
  }
}

/** Who waits for approval, or was taken out of service, reads and deletes itself and changes nothing. */
const requireActive = ({ status }: Client): void => {
  if (status !== 'active') throw new AccessDenied(`the client is ${status} and must not be changed; ask the operator`);
};
