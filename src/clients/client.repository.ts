import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, MoreThan } from 'typeorm';
import { BatchInsert } from '../platform/database/batch-insert';
import { BatchedReads } from '../platform/database/batched-reads';
import { execute } from '../platform/database/execute';
import { ReplicaReads } from '../platform/database/replica-reads';
import { Rows } from '../platform/database/rows';
import { Transactions } from '../platform/database/transactions';
import { Client, type ClientStatus } from './client.entity';
import { keyVersionsOf } from './key-versions';

/** What may change of a client once it is registered. */
export type ClientChange = Partial<
  Pick<
    Client,
    | 'status'
    | 'software_instance'
    | 'metadata'
    | 'client_secrets'
    | 'registration_access_tokens'
    | 'updated_at'
    | 'version'
  >
>;

/** The secrets of a client, and the revision that they were read at. */
export type SecretsOfClient = Pick<Client, 'client_id' | 'client_secrets' | 'registration_access_tokens' | 'revision'>;

/** Further work of one transaction. */
export type Alongside = (manager: EntityManager) => Promise<void>;

/** Work of the transaction in which credentials of a client end. */
export type CredentialsEnd = (manager: EntityManager, client_id: string) => Promise<unknown>;

/** The one character that PostgreSQL refuses in a text, so that no client has it in its identifier. */
const NUL = '\u0000';

/** Where clients are kept. */
@Injectable()
export class ClientRepository {
  private readonly reads: BatchedReads<Client>;
  private readonly inserts: BatchInsert<Client>;
  private readonly onCredentialsEnd: CredentialsEnd[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly laggingReads: ReplicaReads,
  ) {
    this.reads = new BatchedReads(dataSource, Client, 'client_id');
    this.inserts = new BatchInsert(dataSource, Client, transactions);
  }

  /**
   * Registers work for whenever credentials of a client end, in the same transaction: it is deleted, goes in or out of
   * service, or has other secrets or registration access tokens than before.
   */
  whenCredentialsEnd(work: CredentialsEnd): void {
    this.onCredentialsEnd.push(work);
  }

  /** The client with this identifier, as it stands in the database now. */
  async find(client_id: string): Promise<Client | undefined> {
    return client_id.includes(NUL) ? undefined : this.reads.find(client_id);
  }

  /** The client with this identifier if it is in service: what may authenticate and whose tokens are valid. */
  async findActive(client_id: string): Promise<Client | undefined> {
    const client = await this.find(client_id);
    return client?.status === 'active' ? client : undefined;
  }

  /** A function that reads a client from the row that it would be stored as, which is the work of reading a stored one. */
  readerOf(client: Client): () => Client {
    const rows = new Rows(this.dataSource, Client);
    const values = rows.valuesOf(asStored(client));
    const row = Object.fromEntries(rows.columns.map((column, index) => [column, values[index]]));
    return () => rows.entityOf(row);
  }

  /** What clients hold as secrets, by identifier: the first ones after this identifier, perhaps as they were lately. */
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

  /** Stores a new client, and first what goes `alongside` in the same transaction; resolves once all is durable. */
  async add(added: Client, ...alongside: (Alongside | undefined)[]): Promise<void> {
    const client = asStored(added);
    const others = alongside.filter((work) => work !== undefined);
    if (others.length === 0) return this.inserts.add(client);
    await this.transactions.run(async (manager) => {
      for (const work of others) await work(manager);
      await manager.insert(Client, client as object);
    });
  }

  /**
   * Changes a client if nobody else has since it was read, and what goes `alongside` with it in the same transaction:
   * gives the client as it stands then, or nothing when it was changed or deleted meanwhile. Read it again and decide
   * anew.
   */
  async change(client: Client, change: ClientChange, alongside?: Alongside): Promise<Client | undefined> {
    const { client_id, revision } = client;
    const key_versions = keyVersionsOf({ ...client, ...change });
    const next = { ...change, key_versions, revision: revision + 1 };
    const isChanged = await this.transactions.run(async (manager) => {
      const { affected } = await manager.update(Client, { client_id, revision }, next as object);
      if (affected) await alongside?.(manager);
      if (affected && hasOtherCredentials(client, change)) await this.endCredentials(manager, client_id);
      return Boolean(affected);
    });
    return isChanged ? Object.assign(new Client(), client, next) : undefined;
  }

  /** Replaces the secrets of a client if nobody has changed it since they were read; gives whether it did. */
  async replaceSecrets(client: SecretsOfClient): Promise<boolean> {
    const { client_id, client_secrets, revision } = client;
    const next = { client_secrets, key_versions: keyVersionsOf(client), revision: revision + 1 };
    const { affected } = await this.transactions.run((manager) =>
      manager.update(Client, { client_id, revision }, next as object),
    );
    return Boolean(affected);
  }

  /** Deletes a client if nobody has changed it since it was read; gives whether it did. */
  remove({ client_id, revision }: Client): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      const { affected } = await manager.delete(Client, { client_id, revision });
      if (affected) await this.endCredentials(manager, client_id);
      return Boolean(affected);
    });
  }

  /** Takes a client in or out of service; gives whether there is such a client. */
  setStatus(client_id: string, status: ClientStatus): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(Client)
        .set({ status, version: () => 'version + 1', revision: () => 'revision + 1' })
        .where({ client_id })
        .execute();
      if (affected) await this.endCredentials(manager, client_id);
      return Boolean(affected);
    });
  }

  /** Notes that these clients were in use at a moment; their revision stays. */
  async setLastUsed(client_ids: readonly string[], last_used_at: Date): Promise<void> {
    await this.transactions.run((manager) =>
      manager.update(Client, { client_id: In([...client_ids]) }, { last_used_at }),
    );
  }

  /** The client that the environment of the last start defined. */
  async ofEnvironment(): Promise<Client | undefined> {
    const clients = this.dataSource.getRepository(Client).createQueryBuilder('client');
    return (await clients.where("origin = 'environment'").getOne()) ?? undefined;
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

  /** Makes `client` the one and only client that the environment defines. It needs no key: each start makes it anew. */
  async putFromEnvironment(client: Client): Promise<void> {
    await this.transactions.run(async (manager) => {
      await manager.upsert(Client, { ...client, key_versions: '' } as object, ['client_id']);
      await manager
        .createQueryBuilder()
        .delete()
        .from(Client)
        .where("origin = 'environment' AND client_id <> :client_id", { client_id: client.client_id })
        .execute();
    });
  }

  private async endCredentials(manager: EntityManager, client_id: string): Promise<void> {
    for (const work of this.onCredentialsEnd) await work(manager, client_id);
  }
}

/** A client with the columns that follow from its others. */
const asStored = (client: Client): Client =>
  Object.assign(new Client(), client, { key_versions: keyVersionsOf(client) });

/** Whether a change ends credentials that the client was told. */
const hasOtherCredentials = (client: Client, change: ClientChange): boolean =>
  (['status', 'client_secrets', 'registration_access_tokens'] as const).some(
    (name) => change[name] !== undefined && !isDeepStrictEqual(change[name], client[name]),
  );
