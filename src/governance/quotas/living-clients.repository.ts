import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute } from '../../platform/database/execute';
import { list } from '../../platform/database/rows';
import { type CredentialColumn, keyOf } from './credential';

/** Clients of a credential without a quota are counted no further than this. */
const MOST_COUNTED = 1000;

/** Reads how many clients of several credentials exist, for lists. */
@Injectable()
export class LivingClientsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * How many clients each of these credentials has, by their ids. Where a quota holds, it is the number that the quota
   * counts; elsewhere the index of the column is read, up to {@link MOST_COUNTED} entries.
   */
  async of(column: CredentialColumn, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const kept = await this.kept(column, ids);
    const others = ids.filter((id) => !kept.has(id));
    return new Map([...kept, ...(await this.counted(column, others))]);
  }

  private async kept(column: CredentialColumn, ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const keys = new Map(ids.map((id) => [keyOf({ column, id }), id]));
    const text = `SELECT credential, living FROM client_counts WHERE credential IN (${list(keys.size)})`;
    const rows = await execute(this.dataSource, text, [...keys.keys()]);
    return new Map(rows.map(({ credential, living }) => [keys.get(credential as string) ?? '', Number(living)]));
  }

  private async counted(column: CredentialColumn, ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const text = ids.map((_, index) => countOf(column, `CAST($${index + 1} AS text)`)).join(' UNION ALL ');
    const rows = await execute(this.dataSource, text, [...ids]);
    return new Map(rows.map(({ id, living }) => [id as string, Number(living)]));
  }
}

/** Depends on no other row: a distributed engine runs it on the nodes that have clients. */
const countOf = (column: CredentialColumn, id: string): string =>
  `SELECT ${id} AS id, (SELECT count(*) FROM
    (SELECT 1 FROM clients WHERE ${column} = ${id} LIMIT ${MOST_COUNTED}) AS bounded) AS living`;
