import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute } from '../../platform/database/execute';
import type { TermKind } from './client-term.entity';

const KINDS: readonly TermKind[] = ['status', 'grant_type', 'software_id', 'policy', 'registrar'];
const MOST =
  'SELECT term, clients FROM client_term_counts WHERE kind = $1 AND clients > 0 ORDER BY clients DESC LIMIT $2';

/** Reads how many clients have a term, as the index of clients counts them. */
@Injectable()
export class TermCountsService {
  constructor(private readonly dataSource: DataSource) {}

  /** By kind the `most` most frequent terms and the number of their clients. */
  async mostFrequent(most: number): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>> {
    const counts = await Promise.all(KINDS.map((kind) => execute(this.dataSource, MOST, [kind, most])));
    return Object.fromEntries(
      KINDS.map((kind, index) => [
        kind,
        Object.fromEntries((counts[index] ?? []).map(({ term, clients }) => [String(term), Number(clients)])),
      ]),
    );
  }
}
