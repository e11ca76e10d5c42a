import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Environment } from '../../../platform/config/environment';
import { dataSourceOptions, describeDatabase } from '../../../platform/database/data-source-options';
import { unusable } from '../../../platform/database/open-database';
import { type Check, Examines } from '../check';
import { ExaminedDatabase } from '../examined-database';
import { type Finding, note, ok, warning } from '../finding';

const MIB = 1024 * 1024;
const LARGE_LAG_BYTES = 16 * MIB;
const LONG_LAG_SECONDS = 30;

const WRITTEN = 'SELECT pg_current_wal_lsn()::text AS lsn';
const REPLAYED = `SELECT pg_is_in_recovery() AS follows, pg_wal_lsn_diff($1::pg_lsn, pg_last_wal_replay_lsn()) AS bytes,
  extract(epoch FROM now() - pg_last_xact_replay_timestamp()) AS seconds`;

/** How far a replica is behind its primary. */
export interface ReplicaLag {
  /** Whether it follows by streaming replication. */
  readonly follows: boolean;
  readonly bytes: string | number | null;
  /** Since the last transaction that it has. */
  readonly seconds: string | number | null;
}

/** Whether the replicas of `DATABASE_REPLICA_URLS` answer, and how far they are behind. */
@Injectable()
@Examines({ name: 'replicas', needs: 'database' })
export class ReplicasCheck implements Check {
  constructor(
    private readonly database: ExaminedDatabase,
    private readonly environment: Environment,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const { DATABASE_REPLICA_URLS } = this.environment;
    if (DATABASE_REPLICA_URLS.length === 0) return [];
    const [written] = await this.database.rows<{ lsn: string }>(WRITTEN);
    return Promise.all(DATABASE_REPLICA_URLS.map((url) => this.findingOf(url, written?.lsn ?? '')));
  }

  private async findingOf(url: string, written: string): Promise<Finding> {
    const limits = { poolSize: 1, timeoutMs: this.environment.DATABASE_TIMEOUT };
    let replica: DataSource | undefined;
    try {
      replica = await new DataSource(dataSourceOptions(url, false, limits)).initialize();
      const [lag] = await replica.query<ReplicaLag[]>(REPLAYED, [written]);
      return lagFinding(describeDatabase(url), lag);
    } catch (cause) {
      const { message } = unusable('DATABASE_REPLICA_URLS', url, cause);
      return warning(message, 'start it, or take it out of the variable: its reads go to the primary meanwhile');
    } finally {
      await replica?.destroy();
    }
  }
}

/** What is to be said about the lag of a replica. */
export const lagFinding = (name: string, lag: ReplicaLag | undefined): Finding => {
  if (!lag?.follows) return note(`${name} is no standby of streaming replication, so its lag is not known`);
  const [bytes, seconds] = [Number(lag.bytes ?? 0), Number(lag.seconds ?? 0)];
  if (bytes <= 0) return ok(`${name} has all that the primary has`);
  const finding = `${name} is ${Math.ceil(bytes / 1024)} KiB behind; its newest transaction is ${seconds.toFixed(0)} s old`;
  return bytes > LARGE_LAG_BYTES || seconds > LONG_LAG_SECONDS
    ? warning(finding, 'look whether its replay is paused, its disk is slow, or its connection to the primary is lost')
    : ok(finding);
};
