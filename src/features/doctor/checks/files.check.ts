import { statSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import { sqlitePathOf } from '../../../platform/database/sqlite-path';
import { keyFileOf } from '../../../platform/secrets/local-key-file';
import { type Check, Examines } from '../check';
import { failure, type Finding, ok, warning } from '../finding';

/** Who can read the files that have secrets. */
@Injectable()
@Examines({ name: 'files' })
export class FilesCheck implements Check {
  constructor(private readonly environment: Environment) {}

  examine(): Promise<readonly Finding[]> {
    const { DATABASE_URL, TLS_KEY } = this.environment;
    const database = sqlitePathOf(DATABASE_URL);
    const ofSqlite = database === undefined ? [] : [database, `${database}-wal`];
    const findings = [...ofSqlite, keyFileOf(this.environment) ?? '', '.env', TLS_KEY].flatMap((path) => {
      const found = path === '' ? undefined : statSync(path, { throwIfNoEntry: false });
      return found ? [permissionFinding(path, found.mode)] : [];
    });
    return Promise.resolve(findings);
  }
}

const [OTHERS, GROUP] = [0o007, 0o070];

/** What is to be said about a file with secrets that has these permissions. */
export const permissionFinding = (path: string, mode: number): Finding => {
  const remedy = `run chmod 600 ${path}`;
  if (mode & OTHERS) return failure(`every user of this machine can use ${path}, which has secrets`, remedy);
  if (mode & GROUP) return warning(`the group of ${path}, which has secrets, can use it`, remedy);
  return ok(`only the owner can use ${path}`);
};
