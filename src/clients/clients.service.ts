import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../core/request-context';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import type { StoredSecret } from '../platform/secrets/secret-vault.service';
import { type ClientChange, ClientWriteRepository } from './client-write.repository';
import type { Client, ClientStatus } from './client.entity';
import type { SecretsOfClient } from './client.repository';
import type { ClientEvent, StatusEventType } from './events/client-event';
import { ClientEventsService } from './events/client-events.service';
import type { SweepRule } from './events/sweep-rule';
import { isWrittenAtOnce, type LastUse } from './last-use';
import { StaleClient } from './stale-client';

/** The columns that an update writes. */
export type ClientUpdate = Required<
  Pick<Client, 'metadata' | 'software_instance' | 'policies' | 'client_secrets' | 'registration_access_tokens'>
> &
  Partial<Pick<Client, 'status' | 'status_change' | 'lineage' | 'consent_disabled_at'>>;

/** The status that the operator gives to a client, why, and the type of the event. */
export interface ChangeOfStatus {
  readonly type: StatusEventType;
  readonly status: ClientStatus;
  readonly reason?: string;
}

/**
 * The one writer of clients. Each change is one unit of work: the client, the rows that listeners add for its event,
 * and the rows that the caller added to the unit of the context. A promise resolves once the unit is durable or, if the
 * context already has a unit, once the change is added to it. A change fails with `StaleClient` if the client has
 * another revision than the one that was read.
 */
@Injectable()
export class ClientsService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly writes: ClientWriteRepository,
    private readonly events: ClientEventsService,
  ) {}

  /** Stores a new client. */
  register(context: RequestContext, client: Client): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.insert(unit, client);
      return [{ type: 'ClientRegistered', client }, undefined];
    });
  }

  /** Replaces the metadata of a client and the columns that depend on them. Returns the updated client. */
  update(context: RequestContext, before: Client, update: ClientUpdate): Promise<Client> {
    return this.change(context, (unit) => {
      const client = this.writes.update(unit, before, asSeen(before, update));
      const members = changedMembers(before.metadata, client.metadata);
      const changesCredentials = CREDENTIALS.some((name) => isOther(before[name], client[name]));
      return [{ type: 'ClientUpdated', client, before, members, changesCredentials }, client];
    });
  }

  /** Replaces the secrets of a client by a new one and the old ones that stay valid. Returns the updated client. */
  rotateSecret(context: RequestContext, before: Client, client_secrets: StoredSecret[]): Promise<Client> {
    return this.change(context, (unit) => {
      const client = this.writes.update(unit, before, asSeen(before, { client_secrets }));
      return [{ type: 'ClientSecretRotated', client, before }, client];
    });
  }

  /** Replaces the valid registration access tokens. The ETag of the client stays the same. */
  replaceRegistrationTokens(
    context: RequestContext,
    before: Client,
    registration_access_tokens: StoredSecret[],
  ): Promise<Client> {
    return this.change(context, (unit) => {
      const client = this.writes.update(unit, before, { registration_access_tokens });
      return [{ type: 'RegistrationTokensReplaced', client, before }, client];
    });
  }

  /** Stores the same secrets in another form: sealed under another key, or with a keyed hash in place of that of another server. */
  convertSecrets(context: RequestContext, before: SecretsOfClient, client_secrets: StoredSecret[]): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.update(unit, before, { client_secrets });
      return [{ type: 'ClientSecretsConverted', client_id: before.client_id }, undefined];
    });
  }

  /** Gives a client another status on behalf of the operator. Returns the changed client. */
  changeStatus(context: RequestContext, before: Client, { type, status, reason }: ChangeOfStatus): Promise<Client> {
    return this.change(context, (unit) => {
      const status_change = { at: context.at.getTime(), by: context.actor, ...(reason !== undefined && { reason }) };
      const client = this.writes.update(unit, before, { status, status_change, version: before.version + 1 });
      return [{ type, client, before }, client];
    });
  }

  /**
   * Publishes that a client has authenticated; `LastUsedTracker` stores the time later, apart from the request. For a client
   * that was not used for long it is stored at once, so that a sweep sees it. Gives whether the client is still there. A
   * client of a document has no row: its source notes its use.
   */
  touch(context: RequestContext, client: LastUse): true | Promise<boolean> {
    if (client.origin === 'document') return true;
    this.events.notify(context, { type: 'ClientUsed', client });
    return isWrittenAtOnce(client, Date.now()) ? this.use(context, client.client_id) : true;
  }

  private async use(context: RequestContext, client_id: string): Promise<boolean> {
    try {
      await this.units.run(context, (unit) => {
        this.writes.use(unit, client_id);
      });
      return true;
    } catch (error) {
      if (error instanceof StaleClient) return false;
      throw error;
    }
  }

  /** Writes when clients were last in use. */
  setLastUsed(context: RequestContext, client_ids: readonly string[], at: Date): Promise<void> {
    return this.units.run(context, (unit) => {
      this.writes.setLastUsed(unit, client_ids, at);
    });
  }

  /** Deletes a client. Its credentials and tokens are refused from the next request on. */
  remove(context: RequestContext, client: Client): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.delete(unit, client);
      return [{ type: 'ClientDeleted', client }, undefined];
    });
  }

  /** Deletes a client because it was not used; fails with `StaleClient` if it was used after it was read. */
  sweep(context: RequestContext, client: Client, sweep: SweepRule): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.deleteUnused(unit, client);
      return [{ type: 'ClientDeleted', client, sweep }, undefined];
    });
  }

  /** Makes `client` the registrar of the environment, in place of `before`. */
  putRegistrar(
    context: RequestContext,
    client: Client,
    { before, hasOtherSecret }: { before: Client | undefined; hasOtherSecret: boolean },
  ): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.putOfEnvironment(unit, client);
      return [{ type: 'RegistrarStored', client, before, hasOtherSecret }, undefined];
    });
  }

  /** Makes `client` the administrator, in place of `before`. `isMade` says that its secret was made at this start. */
  putAdministrator(
    context: RequestContext,
    client: Client,
    stored: { before: Client | undefined; hasOtherSecret: boolean; isMade: boolean },
  ): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.putOfEnvironment(unit, client);
      return [{ type: 'AdministratorStored', client, ...stored }, undefined];
    });
  }

  /** Deletes the clients of earlier environments; no event reports that besides those of their successors. */
  removeOthersOfEnvironment(context: RequestContext, client_ids: readonly string[]): Promise<void> {
    return this.units.run(context, (unit) => {
      this.writes.deleteOthersOfEnvironment(unit, client_ids);
    });
  }

  /** Runs `write` on the unit of the context, or on one of its own, and publishes its event. */
  private change<Result>(
    context: RequestContext,
    write: (unit: UnitOfWork) => readonly [event: ClientEvent, result: Result],
  ): Promise<Result> {
    return this.units.run(context, (unit, contextOfUnit) => {
      const [event, result] = write(unit);
      this.events.publish(contextOfUnit, event);
      return result;
    });
  }
}

const CREDENTIALS = ['client_secrets', 'registration_access_tokens'] as const;

/** The columns of a change that the client can see: a new ETag and a new `update_datetime`. */
const asSeen = ({ version }: Client, change: ClientChange): ClientChange => ({
  ...change,
  updated_at: new Date(),
  version: version + 1,
});

/** The names of the members that have another value, those that were there before first. */
const changedMembers = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] => [
  ...Object.keys(before).filter((name) => isOther(before[name], after[name])),
  ...Object.keys(after).filter((name) => before[name] === undefined && after[name] !== undefined),
];

/** Most values are strings, or the same objects as before: these need no deep comparison, which is slow. */
const isOther = (before: unknown, after: unknown): boolean => before !== after && !isDeepStrictEqual(before, after);
