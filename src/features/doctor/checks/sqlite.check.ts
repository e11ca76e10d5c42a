import { statSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import { checkSqlite } from '../../../platform/database/check-sqlite';
import { sqlitePathOf } from '../../../platform/database/sqlite-path';
import { type Check, Examines } from '../check';
import { DoctorOptions } from '../doctor-options';
import { failure, type Finding, note, ok, reasonOf, warning } from '../finding';

const MIB = 1024 * 1024;
const LARGE_LOG_BYTES = 64 * MIB;
const [QUICK_MS, LONGEST_MS] = [20_000, 2 ** 31 - 1];

/** Whether the SQLite file is sound, and how large its write-ahead log is. */
@Injectable()
@Examines({ name: 'SQLite', needs: 'database' })
export class SqliteCheck implements Check {
  constructor(
    private readonly environment: Environment,
    private readonly options: DoctorOptions,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const path = sqlitePathOf(this.environment.DATABASE_URL);
    if (path === undefined || path === ':memory:') return [];
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    return [await this.soundness(path), logFinding(log)];
  }

  private async soundness(path: string): Promise<Finding> {
    const { isFull } = this.options;
    try {
      return soundnessFinding(await checkSqlite(path, { isFull, withinMs: isFull ? LONGEST_MS : QUICK_MS }));
    } catch (cause) {
      return failure(
        `${path} cannot be checked: ${reasonOf(cause)}`,
        'stop the servers, keep the file, restore a backup',
      );
    }
  }
}

/** What is to be said about what SQLite found wrong with its file; nothing if it did not finish in time. */
export const soundnessFinding = (faults: readonly string[] | undefined): Finding => {
  if (!faults) return note(`the file was not checked to its end in ${QUICK_MS / 1000} s; doctor --full takes its time`);
  return faults.length === 0
    ? ok('the file is sound')
    : failure(`the file is damaged: ${faults.join('; ')}`, 'stop the servers, keep the file, restore a backup');
};

/** What is to be said about a write-ahead log of so many bytes. */
export const logFinding = (bytes: number): Finding => {
  const finding = `the write-ahead log has ${Math.ceil(bytes / MIB)} MiB`;
  return bytes > LARGE_LOG_BYTES
    ? warning(finding, 'end what reads the database for long, such as a copy; a restart of the servers empties the log')
    : ok(finding);
};
