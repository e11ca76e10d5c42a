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

/** The columns of clients that an index has in the order of identifiers. */
const COLUMNS = {
  all: 'true',
  registrar: 'registrar = $1',
  initial_access_token: 'initial_access_token = $1',
  // By the second condition both databases find the index of the few clients that are not active.
  status: "status = $1 AND status <> 'active'",
} as const;

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
    const parameters = column === 'all' ? [] : [value];
    return this.ids(`SELECT client_id FROM clients WHERE ${COLUMNS[column]}`, parameters, range, most);
  }

  /** The identifiers of the clients with a term. */
  withTerm(kind: TermKind, value: string, range: IdentifierRange, most: number): Promise<readonly string[]> {
    const text = 'SELECT client_id FROM client_terms WHERE kind = $1 AND term = $2';
    return this.ids(text, [kind, termOf(value)], range, most);
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

  private async ids(
    text: string,
    parameters: readonly unknown[],
    { from, isAfter, through }: IdentifierRange,
    most: number,
  ): Promise<readonly string[]> {
    // SQLite numbers the parameters in the order in which the text names them.
    const bounds = [`client_id ${isAfter ? '>' : '>='} `, ...(through === undefined ? [] : ['client_id <= '])];
    const conditions = bounds.map((bound, index) => ` AND ${bound}$${parameters.length + index + 1}`).join('');
    const values = [...parameters, from, ...(through === undefined ? [] : [through]), most];
    const rows = await this.run(`${text}${conditions} ORDER BY client_id LIMIT $${values.length}`, values);
    return rows.map(({ client_id }) => client_id as string);
  }

  private run(text: string, parameters: unknown[]): Promise<readonly Row[]> {
    return this.reads.run(({ connection }) => execute(connection, text, parameters));
  }
}
