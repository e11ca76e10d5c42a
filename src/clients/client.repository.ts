import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import DataLoader from 'dataloader';
import { type EntityManager, In, Repository } from 'typeorm';
import { Transactions } from '../database/transactions';
import { Client } from './client.entity';

/** The one character that PostgreSQL refuses in a text, so that no client has it in its identifier. */
const NUL = '\u0000';

/** Further work of one transaction. */
export type Alongside = (manager: EntityManager) => Promise<void>;

/** Where clients are kept. */
@Injectable()
export class ClientRepository {
  /** Reads of one turn of the event loop share a query; nothing is remembered between turns. */
  private readonly reads = new DataLoader<string, Client | undefined>((ids) => this.readAll(ids), { cache: false });

  constructor(
    @InjectRepository(Client) private readonly clients: Repository<Client>,
    private readonly transactions: Transactions,
  ) {}

  /** The client with this identifier, as it stands in the database now. */
  async find(client_id: string): Promise<Client | undefined> {
    return client_id.includes(NUL) ? undefined : this.reads.load(client_id);
  }

  /** Stores a new client, and first what goes `alongside` in the same transaction; resolves once both are durable. */
  async add(client: Client, alongside?: Alongside): Promise<void> {
    await this.transactions.run(async (manager) => {
      await alongside?.(manager);
      await manager.insert(Client, client as object);
    });
  }

  /** Makes `client` the one and only client that the environment defines. */
  async putFromEnvironment(client: Client): Promise<void> {
    await this.transactions.run(async (manager) => {
      await manager.upsert(Client, client as object, ['client_id']);
      await manager
        .createQueryBuilder()
        .delete()
        .from(Client)
        .where('origin = :origin AND client_id <> :client_id', { origin: 'environment', client_id: client.client_id })
        .execute();
    });
  }

  private async readAll(ids: readonly string[]): Promise<(Client | undefined)[]> {
    const found = await this.clients.findBy({ client_id: In([...new Set(ids)]) });
    const byId = new Map(found.map((client) => [client.client_id, client]));
    return ids.map((id) => byId.get(id));
  }
}
