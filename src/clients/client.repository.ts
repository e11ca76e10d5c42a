import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource, In, MoreThan } from 'typeorm';
import { BatchedReads } from '../platform/database/batched-reads';
import { execute } from '../platform/database/execute';
import { ReplicaReadsService } from '../platform/database/replica-reads.service';
import { Rows } from '../platform/database/rows';
import { Client } from './client.entity';
import { asStored } from './key-versions';
import type { ReservedColumn } from './reserved-values/reserved-columns';
import { ReservedValueRepository } from './reserved-values/reserved-value.repository';

/** How often, and at what distance, a reserved value is looked up before it is freed for having no client. */
const LOOKS = 2;
const BETWEEN_LOOKS_MS = 200;

/** The secrets of a client, and the revision that they were read at. */
export type SecretsOfClient = Pick<Client, 'client_id' | 'client_secrets' | 'registration_access_tokens' | 'revision'>;

/** The metadata of a client, and the policies that hold for its updates. */
export type PoliciesOfClient = Pick<Client, 'client_id' | 'metadata' | 'policies'>;

/** The columns that operators see. */
export const LISTED = [
  'client_id',
  'origin',
  'status',
  'status_change',
  'metadata',
  'policies',
  'initial_access_token',
  'registrar',
  'lineage',
  'consent_disabled_at',
  'created_at',
  'updated_at',
  'last_used_at',
] as const satisfies readonly (keyof Client)[];

const USES = [
  'client_id',
  'origin',
  'status',
  'status_change',
  'policies',
  'registration_hash',
  'created_at',
  'last_used_at',
] as const satisfies readonly (keyof Client)[];

/** What operators see of a client: nothing of its credentials. */
export type ListedClient = Pick<Client, (typeof LISTED)[number]>;

/** Reads clients. `ClientsService` writes them. */
@Injectable()
export class ClientRepository {
  private readonly reads: BatchedReads<Client>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly laggingReads: ReplicaReadsService,
    private readonly reserved: ReservedValueRepository,
  ) {
    this.reads = new BatchedReads(dataSource, Client, 'client_id');
  }

  /** The client with this identifier, in its current state. */
  find(client_id: string): Promise<Client | undefined> {
    return this.reads.find(client_id);
  }

  /**
   * The client with this identifier if it is active: only then it may authenticate, and only then its tokens are valid.
   */
  async findActive(client_id: string): Promise<Client | undefined> {
    const client = await this.find(client_id);
    return client?.status === 'active' ? client : undefined;
  }

  /** The client that equal registrations with this hash get. */
  findRegistered(registration_hash: string): Promise<Client | undefined> {
    return this.findHolder('registration_hash', registration_hash);
  }

  /** The client of a software that may have one client at a time, by the hash of the software. */
  findInstance(software_instance: string): Promise<Client | undefined> {
    return this.findHolder('software_instance', software_instance);
  }

  /**
   * Returns a function that reads a client from the row that it would be stored as. It does the same work as reading a
   * stored client.
   */
  readerOf(client: Client): () => Client {
    const rows = new Rows(this.dataSource, Client);
    const row = rows.selectedRowOf(asStored(client));
    return () => rows.selectedEntity(row);
  }

  /**
   * The secrets of the first clients after this identifier, ordered by identifier. A replica may answer, so the result
   * may be slightly out of date.
   */
  secretsAfter(client_id: string, most: number): Promise<SecretsOfClient[]> {
    return this.laggingReads.run((manager) =>
      manager.find(Client, {
        select: { client_id: true, client_secrets: true, registration_access_tokens: true, revision: true },
        where: { client_id: MoreThan(client_id) },
        order: { client_id: 'ASC' },
        take: most,
      }),
    );
  }

  /**
   * The metadata and the policies of the first clients after this identifier, ordered by identifier. A replica may answer,
   * so the result may be slightly out of date.
   */
  policiesAfter(client_id: string, most: number): Promise<PoliciesOfClient[]> {
    return this.laggingReads.run((manager) =>
      manager.find(Client, {
        select: { client_id: true, metadata: true, policies: true },
        where: { client_id: MoreThan(client_id) },
        order: { client_id: 'ASC' },
        take: most,
      }),
    );
  }

  /** The first clients after this identifier, ordered by identifier, with their credentials. A replica may answer. */
  wholeAfter(client_id: string, most: number): Promise<Client[]> {
    return this.laggingReads.run((manager) =>
      manager.find(Client, { where: { client_id: MoreThan(client_id) }, order: { client_id: 'ASC' }, take: most }),
    );
  }

  /** The clients with these identifiers, in their order, with their credentials. A replica may answer. */
  async wholeOf(client_ids: readonly string[]): Promise<readonly Client[]> {
    const found = await this.laggingReads.run((manager) => manager.findBy(Client, { client_id: In([...client_ids]) }));
    const clients = new Map(found.map((client) => [client.client_id, client]));
    return client_ids.flatMap((client_id) => clients.get(client_id) ?? []);
  }

  /**
   * When the first clients after this identifier were used, and what else decides whether they are deleted, ordered by
   * identifier. A replica may answer, so the result may be slightly out of date.
   */
  usesAfter(client_id: string, most: number): Promise<Pick<Client, (typeof USES)[number]>[]> {
    return this.laggingReads.run((manager) =>
      manager
        .createQueryBuilder(Client, 'client')
        .select(USES.map((column) => `client.${column}`))
        .where('client.client_id > :client_id', { client_id })
        .orderBy('client.client_id')
        .limit(most)
        .getMany(),
    );
  }

  /** How many clients there are. It reads an index from end to end, so it is for callers that read all clients as well. */
  count(): Promise<number> {
    return this.laggingReads.run((manager) => manager.count(Client));
  }

  /** The clients that the environment of the last start defined: the registrar, and the administrator if it had one. */
  ofEnvironment(): Promise<Client[]> {
    const clients = this.dataSource.getRepository(Client).createQueryBuilder('client');
    return clients.where("origin = 'environment'").getMany();
  }

  /** The next of the different values of `key_versions`. */
  async keyVersionsAfter(key_versions: string): Promise<string | undefined> {
    const text = 'SELECT key_versions FROM clients WHERE key_versions > $1 ORDER BY key_versions LIMIT 1';
    const [row] = await execute(this.dataSource, text, [key_versions]);
    return row === undefined ? undefined : String(row['key_versions']);
  }

  /** How many clients have these `key_versions`; counts up to `most`. */
  async countOfKeyVersions(key_versions: string, most: number): Promise<number> {
    const text = 'SELECT 1 FROM clients WHERE key_versions = $1 LIMIT $2';
    return (await execute(this.dataSource, text, [key_versions, most])).length;
  }

  /**
   * The client that has a reserved value. Versions without reserved values, while nodes of them ran beside this one, left
   * values of clients that were deleted or changed: such a value is freed. A distributed engine shows parts of a
   * commit for a moment, so this looks twice.
   */
  private async findHolder(column: ReservedColumn, value: string): Promise<Client | undefined> {
    for (let looks = 1; ; looks += 1) {
      const client_id = await this.reserved.holderOf(value);
      if (client_id === undefined) return undefined;
      const client = await this.find(client_id);
      if (client?.[column] === value) return client;
      if (looks === LOOKS) return void (await this.reserved.discard(value, client_id));
      await wait(BETWEEN_LOOKS_MS);
    }
  }
}
