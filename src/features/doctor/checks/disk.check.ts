import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import { sqlitePathOf } from '../../../platform/database/sqlite-path';
import { type Check, Examines } from '../check';
import { failure, type Finding, ok, warning } from '../finding';

const MIB = 1024 * 1024;
const LEAST_BYTES = 100 * MIB;
const LITTLE_BYTES = 1024 * MIB;

/** Whether the disks have space for the SQLite file with its write-ahead log, and for `CHECKPOINT_FILE`. */
@Injectable()
@Examines({ name: 'disk space' })
export class DiskCheck implements Check {
  constructor(private readonly environment: Environment) {}

  async examine(): Promise<readonly Finding[]> {
    const { DATABASE_URL, CHECKPOINT_FILE } = this.environment;
    const database = sqlitePathOf(DATABASE_URL) ?? '';
    const files = [database, CHECKPOINT_FILE].filter((path) => path !== '' && path !== ':memory:');
    const folders = [...new Set(files.map((path) => dirname(path)))];
    return Promise.all(
      folders.map(async (folder) => {
        if (!existsSync(folder))
          return failure(`there is no folder ${folder}`, 'make it, owned by the user of the server');
        const { bavail, bsize } = await statfs(folder);
        return spaceFinding(folder, bavail * bsize, folder === dirname(database) ? sizeOf(database) : 0);
      }),
    );
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** What is to be said about a folder with so many free bytes, where a database of `needed` bytes is. */
export const spaceFinding = (folder: string, free: number, needed: number): Finding => {
  const finding = `${folder} has ${Math.floor(free / MIB)} MiB free`;
  if (free < LEAST_BYTES) return failure(finding, 'make space: a full disk refuses all changes with 503');
  if (free < needed)
    return warning(
      `${finding}, and the database has ${Math.ceil(needed / MIB)} MiB`,
      'make space: a migration or a copy may need as much again',
    );
  return free < LITTLE_BYTES ? warning(finding, 'make space before the disk is full') : ok(finding);
};
