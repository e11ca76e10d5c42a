import type { DataSource } from 'typeorm';
import { sha256 } from '../../../core/hash/sha256';
import { openTemporaryTable } from '../../../platform/database/temporary-database';
import type { PlannedClient } from './import-planner.service';

/** A client that came earlier in the same file. */
export interface EarlierClient {
  readonly entry: number;
  /** The hash of its text. */
  readonly digest: string;
}

/** What is remembered of a client for those that come later. */
export const earlierClient = ({ entry, text }: PlannedClient): EarlierClient => ({ entry, digest: sha256(text) });

/** The clients that a trial would have written. They are kept in a temporary file, so that memory does not grow with them. */
export class TrialClients {
  private constructor(private readonly table: DataSource) {}

  static async open(): Promise<TrialClients> {
    const columns = 'client_id text PRIMARY KEY, entry integer NOT NULL, digest text NOT NULL';
    return new TrialClients(await openTemporaryTable('trial_clients', columns));
  }

  /** Those of earlier batches that have the identifiers of this batch. */
  async earlier(batch: readonly PlannedClient[]): Promise<ReadonlyMap<string, EarlierClient>> {
    const ids = JSON.stringify(batch.map(({ client }) => client.client_id));
    const text = 'SELECT * FROM trial_clients WHERE client_id IN (SELECT value FROM json_each($1))';
    const rows = await this.table.query<(EarlierClient & { client_id: string })[]>(text, [ids]);
    return new Map(rows.map(({ client_id, ...earlier }) => [client_id, earlier]));
  }

  async add(written: readonly PlannedClient[]): Promise<void> {
    const rows = written.map((one) => ({ client_id: one.client.client_id, ...earlierClient(one) }));
    const values = `SELECT value->>'client_id', value->>'entry', value->>'digest' FROM json_each($1)`;
    await this.table.query(`INSERT INTO trial_clients (client_id, entry, digest) ${values}`, [JSON.stringify(rows)]);
  }

  close(): Promise<void> {
    return this.table.destroy();
  }
}
