import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Client } from '../../clients/client.entity';
import { NEW_CLIENT_STATE } from '../../clients/client.factory';
import { execute, executeWithin } from '../../platform/database/execute';
import { type Row, Rows } from '../../platform/database/rows';
import type { TermKind } from './client-term.entity';
import { type DescribedClient, termsOf } from './terms-of-client';

/** The kinds whose clients are counted: there are few values, or few that matter. */
const COUNTED: ReadonlySet<TermKind> = new Set<TermKind>([
  'status',
  'software_id',
  'grant_type',
  'policy',
  'registrar',
]);
const DESCRIBED = 'client_id, status, metadata, policies, registrar, lineage';

/** How each database reads the list of JSON that is the first parameter. */
interface ListSyntax {
  /** Identifiers, as the operand of a comparison that the index of a column serves. */
  readonly anyOf: string;
  /** Its entries, as rows with the column `value`. */
  readonly entries: string;
  /** The texts of the list in the column `ids`, as further rows with the column `value`. */
  readonly ids: string;
}

const SQLITE: ListSyntax = {
  anyOf: 'IN (SELECT value FROM json_each($1))',
  entries: 'jsonb_each($1)',
  ids: 'json_each(ids)',
};
const POSTGRES: ListSyntax = {
  anyOf: '= ANY (ARRAY(SELECT json_array_elements_text($1::json)))',
  entries: 'json_array_elements($1::json) AS entries(value)',
  ids: 'json_array_elements_text(ids) AS listed(value)',
};

/** A term and the clients that have it. */
type ClientsOfTerm = readonly [kind: TermKind, term: string, client_ids: string[]];

/** Writes the terms of clients, and reads what they are made of. */
@Injectable()
export class ClientTermRepository {
  private readonly rows: Rows<Client>;
  private readonly list: ListSyntax;

  constructor(private readonly dataSource: DataSource) {
    this.rows = new Rows(dataSource, Client);
    this.list = dataSource.options.type === 'postgres' ? POSTGRES : SQLITE;
  }

  /** Clients in their current state; those that are gone are left out. */
  async clients(client_ids: readonly string[]): Promise<readonly DescribedClient[]> {
    if (client_ids.length === 0) return [];
    const text = `SELECT ${DESCRIBED} FROM clients WHERE client_id ${this.list.anyOf}`;
    return this.described(await execute(this.dataSource, text, [JSON.stringify(client_ids)]));
  }

  /**
   * Those of these clients that are as they were registered. The log may have their registration after later changes: the
   * clocks of nodes differ.
   */
  async unchanged(client_ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (client_ids.length === 0) return new Set();
    const text = `SELECT client_id FROM clients WHERE client_id ${this.list.anyOf} AND revision = $2`;
    const rows = await execute(this.dataSource, text, [JSON.stringify(client_ids), NEW_CLIENT_STATE.revision]);
    return new Set(rows.map(({ client_id }) => client_id as string));
  }

  /** The first clients after an identifier, in their order. */
  async clientsAfter(client_id: string, most: number): Promise<readonly DescribedClient[]> {
    const text = `SELECT ${DESCRIBED} FROM clients WHERE client_id > $1 ORDER BY client_id LIMIT $2`;
    return this.described(await execute(this.dataSource, text, [client_id, most]));
  }

  /** Writes the terms of clients, in place of those that the clients with these identifiers had. */
  async replace(
    manager: EntityManager,
    client_ids: readonly string[],
    clients: readonly DescribedClient[],
  ): Promise<void> {
    if (client_ids.length === 0) return;
    const counts = new Map<string, number>();
    for (const { kind, term } of await this.delete(manager, client_ids))
      count(counts, kind as TermKind, term as string, -1);
    const terms = byTerm(clients);
    if (terms.length > 0) await this.insert(manager, terms);
    for (const [kind, term, { length }] of terms) count(counts, kind, term, length);
    await this.addCounts(manager, counts);
  }

  private delete(manager: EntityManager, client_ids: readonly string[]): Promise<readonly Row[]> {
    const text = `DELETE FROM client_terms WHERE client_id ${this.list.anyOf} RETURNING kind, term`;
    return executeWithin(manager, text, [JSON.stringify(client_ids)]);
  }

  /** The rows of a term come one after the other, as the primary key has them. */
  private async insert(manager: EntityManager, terms: readonly ClientsOfTerm[]): Promise<void> {
    const text = `WITH asked AS MATERIALIZED (
        SELECT value->>0 AS kind, value->>1 AS term, value->2 AS ids FROM ${this.list.entries}
      )
      INSERT INTO client_terms (kind, term, client_id) SELECT kind, term, value FROM asked, ${this.list.ids}`;
    await executeWithin(manager, text, [JSON.stringify(terms)]);
  }

  private async addCounts(manager: EntityManager, counts: ReadonlyMap<string, number>): Promise<void> {
    const changed = [...counts].filter(([, by]) => by !== 0).sort();
    if (changed.length === 0) return;
    const text = `INSERT INTO client_term_counts (kind, term, clients)
      SELECT value->>0, value->>1, CAST(value->>2 AS bigint) FROM ${this.list.entries} WHERE true
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

const byTerm = (clients: readonly DescribedClient[]): readonly ClientsOfTerm[] => {
  const terms = new Map<string, ClientsOfTerm>();
  for (const client of clients)
    for (const [kind, term] of termsOf(client)) {
      const key = `${kind} ${term}`;
      const known = terms.get(key);
      if (known) known[2].push(client.client_id);
      else terms.set(key, [kind, term, [client.client_id]]);
    }
  return [...terms.values()];
};

const count = (counts: Map<string, number>, kind: TermKind, term: string, by: number): void => {
  if (!COUNTED.has(kind)) return;
  const key = `${kind} ${term}`;
  counts.set(key, (counts.get(key) ?? 0) + by);
};
