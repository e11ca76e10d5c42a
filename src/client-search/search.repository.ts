import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Client } from '../clients/client.entity';
import { LISTED, type ListedClient } from '../clients/client.repository';
import { ReplicaReadsService } from '../platform/database/replica-reads.service';
import { execute } from '../platform/database/execute';
import type { Row } from '../platform/database/rows';
import type { IdentifierRange } from './identifier-range';
import type { ClientTerm, TermKind } from './terms/client-term.entity';
import { termOf } from './terms/terms-of-client';

/** A list of identifiers that an index has in their order, behind the columns that select them. */
interface IndexedList {
  readonly table: 'clients' | 'client_terms';
  readonly columns: readonly string[];
  /** What the rows of a partial index have, so that both databases find it. */
  readonly partial?: string;
}

const COLUMNS = {
  all: { table: 'clients', columns: [] },
  registrar: { table: 'clients', columns: ['registrar'], partial: 'registrar IS NOT NULL' },
  initial_access_token: {
    table: 'clients',
    columns: ['initial_access_token'],
    partial: 'initial_access_token IS NOT NULL',
  },
  status: { table: 'clients', columns: ['status'], partial: "status <> 'active'" },
} as const satisfies Readonly<Record<string, IndexedList>>;

const TERMS: IndexedList = { table: 'client_terms', columns: ['kind', 'term'] };

/** Greater than every character that a text may have. */
const LAST_CHARACTER = '\u{10ffff}';

/** Reads the indexes that clients are found by. A replica may answer. */
@Injectable()
export class SearchRepository {
  constructor(private readonly reads: ReplicaReadsService) {}

  /** The identifiers of the clients with a value in a column of `clients`. */
  withColumn(
    column: keyof typeof COLUMNS,
    value: string,
    range: IdentifierRange,
    most: number,
  ): Promise<readonly string[]> {
    return this.ids(COLUMNS[column], column === 'all' ? [] : [value], range, most);
  }

  /** The identifiers of the clients with a term. */
  withTerm(kind: TermKind, value: string, range: IdentifierRange, most: number): Promise<readonly string[]> {
    return this.ids(TERMS, [kind, termOf(value)], range, most);
  }

  /** The clients whose names have a beginning, ordered by name and identifier, after a place in this order. */
  async names(
    beginning: string,
    after: Pick<ClientTerm, 'term' | 'client_id'>,
    most: number,
  ): Promise<readonly Pick<ClientTerm, 'term' | 'client_id'>[]> {
    const text = `SELECT term, client_id FROM client_terms WHERE kind = 'name' AND (term, client_id) > ($1, $2)
      AND term < $3 ORDER BY term, client_id LIMIT $4`;
    const rows = await this.run(text, [after.term, after.client_id, beginning + LAST_CHARACTER, most]);
    return rows as unknown as readonly Pick<ClientTerm, 'term' | 'client_id'>[];
  }

  /** Clients as they are stored, by their identifiers. */
  async clients(client_ids: readonly string[]): Promise<ReadonlyMap<string, ListedClient>> {
    if (client_ids.length === 0) return new Map();
    const found = await this.reads.run((manager) =>
      manager
        .createQueryBuilder(Client, 'client')
        .select(LISTED.map((column) => `client.${column}`))
        .where({ client_id: In([...client_ids]) })
        .getMany(),
    );
    return new Map(found.map((client) => [client.client_id, client]));
  }

  /**
   * Compares whole rows and orders by them: only the index of the list has this order. For `registrar = $1` in the order
   * of identifiers, PostgreSQL may read the primary key and leave out the clients of others, maybe a whole registry.
   */
  private async ids(
    { table, columns, partial = 'true' }: IndexedList,
    values: readonly string[],
    { from, isAfter, through = LAST_CHARACTER }: IdentifierRange,
    most: number,
  ): Promise<readonly string[]> {
    const key = [...columns, 'client_id'].join(', ');
    const selected = values.map((_, index) => `$${index + 1}, `).join('');
    const next = values.length + 1;
    const text = `SELECT client_id FROM ${table} WHERE ${partial} AND (${key}) ${isAfter ? '>' : '>='} (${selected}$${next})
      AND (${key}) <= (${selected}$${next + 1}) ORDER BY ${key} LIMIT $${next + 2}`;
    const rows = await this.run(text, [...values, from, through, most]);
    return rows.map(({ client_id }) => client_id as string);
  }

  private run(text: string, parameters: unknown[]): Promise<readonly Row[]> {
    return this.reads.run(({ connection }) => execute(connection, text, parameters));
  }
}
