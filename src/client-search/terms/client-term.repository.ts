import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Client } from '../../clients/client.entity';
import { execute, executeWithin } from '../../platform/database/execute';
import { list, type Row, Rows } from '../../platform/database/rows';
import type { TermKind } from './client-term.entity';
import { type DescribedClient, termsOf } from './terms-of-client';

/** The kinds whose clients are counted: there are few values, or few that matter. */
const COUNTED: ReadonlySet<string> = new Set<TermKind>(['status', 'software_id', 'grant_type', 'policy', 'registrar']);
const DESCRIBED = 'client_id, status, metadata, policies, registrar, lineage';
/** One statement deletes the terms of so many clients. */
const CLIENTS_AT_ONCE = 500;

/** Writes the terms of clients, and reads what they are made of. */
@Injectable()
export class ClientTermRepository {
  private readonly rows: Rows<Client>;
  /** All rows as one JSON parameter, whose entries both databases name `value`. */
  private readonly entries: string;

  constructor(private readonly dataSource: DataSource) {
    this.rows = new Rows(dataSource, Client);
    const isPostgres = dataSource.options.type === 'postgres';
    this.entries = isPostgres ? 'json_array_elements($1::json) AS entries(value)' : 'json_each($1)';
  }

  /** Clients in their current state; those that are gone are left out. */
  async clients(client_ids: readonly string[]): Promise<readonly DescribedClient[]> {
    if (client_ids.length === 0) return [];
    const text = `SELECT ${DESCRIBED} FROM clients WHERE client_id IN (${list(client_ids.length)})`;
    return this.described(await execute(this.dataSource, text, [...client_ids]));
  }

  /** The first clients after an identifier, in their order. */
  async clientsAfter(client_id: string, most: number): Promise<readonly DescribedClient[]> {
    const text = `SELECT ${DESCRIBED} FROM clients WHERE client_id > $1 ORDER BY client_id LIMIT $2`;
    return this.described(await execute(this.dataSource, text, [client_id, most]));
  }

  /** Writes the terms of clients, in place of those that the clients of `changed` had. */
  async replace(
    manager: EntityManager,
    changed: readonly string[],
    clients: readonly DescribedClient[],
  ): Promise<void> {
    const counts = new Map<string, number>();
    for (let from = 0; from < changed.length; from += CLIENTS_AT_ONCE) {
      const some = changed.slice(from, from + CLIENTS_AT_ONCE);
      const text = `DELETE FROM client_terms WHERE client_id IN (${list(some.length)}) RETURNING kind, term`;
      count(counts, await executeWithin(manager, text, some), -1);
    }
    const terms = clients.flatMap((client) => termsOf(client).map(([kind, term]) => [kind, term, client.client_id]));
    if (terms.length > 0) count(counts, await this.insert(manager, terms), 1);
    await this.addCounts(manager, counts);
  }

  private insert(manager: EntityManager, terms: readonly (readonly string[])[]): Promise<readonly Row[]> {
    const text = `INSERT INTO client_terms (kind, term, client_id)
      SELECT value->>0, value->>1, value->>2 FROM ${this.entries} WHERE true ON CONFLICT DO NOTHING RETURNING kind, term`;
    return executeWithin(manager, text, [JSON.stringify(terms)]);
  }

  private async addCounts(manager: EntityManager, counts: ReadonlyMap<string, number>): Promise<void> {
    const changed = [...counts].filter(([, by]) => by !== 0).sort();
    if (changed.length === 0) return;
    const text = `INSERT INTO client_term_counts (kind, term, clients)
      SELECT value->>0, value->>1, CAST(value->>2 AS bigint) FROM ${this.entries} WHERE true
      ON CONFLICT (kind, term) DO UPDATE SET clients = client_term_counts.clients + excluded.clients`;
    const values = changed.map(([key, by]) => {
      const at = key.indexOf(' '); // no kind has a space
      return [key.slice(0, at), key.slice(at + 1), String(by)];
    });
    await executeWithin(manager, text, [JSON.stringify(values)]);
  }

  private described(rows: readonly Row[]): readonly DescribedClient[] {
    return rows.map((row) => this.rows.entityOf(row));
  }
}

const count = (counts: Map<string, number>, rows: readonly Row[], by: number): void => {
  for (const { kind, term } of rows)
    if (COUNTED.has(kind as string)) {
      const key = `${kind as string} ${term as string}`;
      counts.set(key, (counts.get(key) ?? 0) + by);
    }
};
