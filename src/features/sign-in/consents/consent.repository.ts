import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { execute } from '../../../platform/database/execute';
import { list } from '../../../platform/database/rows';
import { TransactionsService } from '../../../platform/database/transactions.service';
import { Consent } from './consent.entity';

/** The rows of one user, client and redirect host. */
type ConsentKey = Pick<Consent, 'sub' | 'client_id' | 'redirect_host'>;

const MOST_AT_ONCE = 500;

/** Reads and writes what users allowed. */
@Injectable()
export class ConsentRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {}

  find(key: ConsentKey, resources: readonly string[]): Promise<Consent[]> {
    return this.consents.findBy({ ...key, resource: In([...resources]) });
  }

  ofUser(sub: string): Promise<Consent[]> {
    return this.consents.find({ where: { sub }, order: { client_id: 'ASC', resource: 'ASC', redirect_host: 'ASC' } });
  }

  hasAny(sub: string): Promise<boolean> {
    return this.consents.existsBy({ sub });
  }

  /** Writes rows in place of those with the same keys. */
  async put(manager: EntityManager, rows: readonly Consent[]): Promise<void> {
    await manager.upsert(Consent, [...rows], ['sub', 'client_id', 'resource', 'redirect_host']);
  }

  /** Notes that rows were used. */
  async use(key: ConsentKey, resources: readonly string[], at: Date): Promise<void> {
    const which = { ...key, resource: In([...resources]) };
    await this.transactions.run((manager) => manager.update(Consent, which, { last_used_at: at }));
  }

  /** Deletes the rows of a user, of a client, or of both, in a transaction, and gives how many there were. */
  async forgetWithin(manager: EntityManager, which: Partial<Pick<Consent, 'sub' | 'client_id'>>): Promise<number> {
    if (which.sub === undefined && which.client_id === undefined) throw new Error('forgets of somebody, never all');
    const { affected } = await manager.delete(Consent, which);
    return affected ?? 0;
  }

  /** The same in a transaction of its own. */
  forget(which: Partial<Pick<Consent, 'sub' | 'client_id'>>): Promise<number> {
    return this.transactions.run((manager) => this.forgetWithin(manager, which));
  }

  /** Deletes some of the rows that were not used since a moment, and gives how many. */
  async forgetUnused(since: Date): Promise<number> {
    const deleted = await this.transactions.statement(
      `DELETE FROM consents WHERE (sub, client_id, resource, redirect_host) IN (
         SELECT sub, client_id, resource, redirect_host FROM consents
          WHERE last_used_at < $1 ORDER BY last_used_at LIMIT ${MOST_AT_ONCE}) RETURNING sub`,
      [since.getTime()],
    );
    return deleted.length;
  }

  /**
   * Deletes the rows whose client is gone, if its deletion could not. It looks some clients up at a time, so that no statement
   * reads all clients; ends early when `stopping` is aborted.
   */
  async forgetOfGoneClients(stopping?: AbortSignal): Promise<void> {
    for (let after = '', ids: readonly string[]; !stopping?.aborted; after = ids.at(-1) ?? after) {
      ids = await this.clientsAfter(after);
      if (ids.length === 0) return;
      const gone = await this.withoutRow(ids);
      if (gone.length > 0)
        await this.transactions.run((manager) => manager.delete(Consent, { client_id: In([...gone]) }));
    }
  }

  /** The first identifiers of clients that users allowed something, behind one, in their order. */
  private async clientsAfter(client_id: string): Promise<readonly string[]> {
    const text = `SELECT DISTINCT client_id FROM consents WHERE client_id > $1 ORDER BY client_id LIMIT ${MOST_AT_ONCE}`;
    return (await execute(this.dataSource, text, [client_id])).map((row) => String(row['client_id']));
  }

  /** Those identifiers of which there is neither a client nor a document. */
  private async withoutRow(ids: readonly string[]): Promise<readonly string[]> {
    const found = new Set<unknown>();
    for (const table of ['clients', 'client_documents']) {
      const text = `SELECT client_id FROM ${table} WHERE client_id IN (${list(ids.length)})`;
      for (const row of await execute(this.dataSource, text, [...ids])) found.add(row['client_id']);
    }
    return ids.filter((id) => !found.has(id));
  }

  private get consents() {
    return this.dataSource.getRepository(Consent);
  }
}
