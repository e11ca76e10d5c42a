import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../core/request-context';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { UnitsOfWork } from '../platform/database/units-of-work.service';
import type { StoredSecret } from '../platform/secrets/secret-vault';
import { type ClientChange, ClientWriteRepository } from './client-write.repository';
import type { Client, ClientStatus } from './client.entity';
import { ClientRepository, type SecretsOfClient } from './client.repository';
import type { ClientEvent } from './events/client-event';
import { ClientEventsService } from './events/client-events.service';
import { StaleClient } from './stale-client';

/** The columns that an update writes. */
export type ClientUpdate = Required<
  Pick<Client, 'metadata' | 'software_instance' | 'client_secrets' | 'registration_access_tokens'>
>;

/**
 * The one writer of clients. Each change is one unit of work: its client, what listeners store about its event, and
 * what the caller added to the unit of the context. The promises resolve once the unit is durable, or, if the context
 * has a unit, once it is in that. A change of a client that was read throws {@link StaleClient} if it has another
 * revision meanwhile.
 */
@Injectable()
export class ClientsService {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly clients: ClientRepository,
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

  /** Replaces the metadata of a client and what follows from them; gives the client as it is then. */
  update(context: RequestContext, before: Client, update: ClientUpdate): Promise<Client> {
    return this.change(context, (unit) => {
      const client = this.writes.update(unit, before, asSeen(before, update));
      const members = changedMembers(before.metadata, client.metadata);
      const changesCredentials = CREDENTIALS.some((name) => isOther(before[name], client[name]));
      return [{ type: 'ClientUpdated', client, before, members, changesCredentials }, client];
    });
  }

  /** Replaces the secrets of a client by a new one and those that stay valid; gives the client as it is then. */
  rotateSecret(context: RequestContext, before: Client, client_secrets: StoredSecret[]): Promise<Client> {
    return this.change(context, (unit) => {
      const client = this.writes.update(unit, before, asSeen(before, { client_secrets }));
      return [{ type: 'ClientSecretRotated', client, before }, client];
    });
  }

  /** Replaces the registration access tokens that are valid; the client does not see it. */
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

  /** Writes the same secrets under another seal. */
  resealSecrets(context: RequestContext, before: SecretsOfClient, client_secrets: StoredSecret[]): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.update(unit, before, { client_secrets });
      return [{ type: 'ClientSecretsResealed', client_id: before.client_id }, undefined];
    });
  }

  /** Puts a client in or out of service, whoever else changes it; gives whether there is such a client. */
  async setStatus(context: RequestContext, client_id: string, status: ClientStatus): Promise<boolean> {
    for (;;) {
      const before = await this.clients.find(client_id);
      if (!before) return false;
      try {
        return await this.change(context, (unit) => {
          const client = this.writes.update(unit, before, { status, version: before.version + 1 });
          return [{ type: 'ClientStatusChanged', client, before }, true];
        });
      } catch (error) {
        if (!(error instanceof StaleClient)) throw error;
      }
    }
  }

  /** Notes that a client has proved who it is; what stores that runs apart from the request. */
  touch(context: RequestContext, client: Pick<Client, 'client_id' | 'last_used_at'>): void {
    this.events.notify(context, { type: 'ClientUsed', client });
  }

  /** Writes when clients were last in use. */
  setLastUsed(context: RequestContext, client_ids: readonly string[], at: Date): Promise<void> {
    return this.units.run(context, (unit) => {
      this.writes.setLastUsed(unit, client_ids, at);
    });
  }

  /** Deletes a client: what it proves itself with is refused from the next request on. */
  remove(context: RequestContext, client: Client): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.delete(unit, client);
      return [{ type: 'ClientDeleted', client }, undefined];
    });
  }

  /** Makes `client` the one client of the environment, in place of `before`. */
  putRegistrar(
    context: RequestContext,
    client: Client,
    { before, hasOtherSecret }: { before: Client | undefined; hasOtherSecret: boolean },
  ): Promise<void> {
    return this.change(context, (unit) => {
      this.writes.putRegistrar(unit, client);
      return [{ type: 'RegistrarStored', client, before, hasOtherSecret }, undefined];
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

/** A change that the client sees: it has a new ETag and `update_datetime`. */
const asSeen = ({ version }: Client, change: ClientChange): ClientChange => ({
  ...change,
  updated_at: new Date(),
  version: version + 1,
});

const changedMembers = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] => Object.keys({ ...before, ...after }).filter((name) => isOther(before[name], after[name]));

/** Most values are strings, or the same objects as before: these need no deep comparison, which is slow. */
const isOther = (before: unknown, after: unknown): boolean => before !== after && !isDeepStrictEqual(before, after);
