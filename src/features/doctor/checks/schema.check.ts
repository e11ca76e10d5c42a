import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import type { SchemaDifference } from '../../../platform/database/schema';
import { type Check, Examines } from '../check';
import { ExaminedDatabase } from '../examined-database';
import { failure, type Finding, ok, warning } from '../finding';

/** Whether the schema is that of this program. */
@Injectable()
@Examines({ name: 'migrations', needs: 'database' })
export class SchemaCheck implements Check {
  constructor(
    private readonly database: ExaminedDatabase,
    private readonly environment: Environment,
  ) {}

  examine(): Promise<readonly Finding[]> {
    const { difference } = this.database;
    return Promise.resolve(difference ? [schemaFinding(difference, this.environment.MIGRATE_ON_START)] : []);
  }
}

/** What is to be said about the migrations of a database. */
export const schemaFinding = ({ missing, newer, unknown }: SchemaDifference, migratesOnStart: boolean): Finding => {
  if (unknown.length > 0)
    return failure(
      `the schema was made by migrations that this program does not know: ${unknown.join(', ')}`,
      'use the version that made it, or an empty database',
    );
  if (missing.length > 0) {
    const finding = `migrations are pending: ${missing.join(', ')}`;
    return migratesOnStart
      ? warning(finding, 'make a backup; the next start of a server migrates, or clientele migrate')
      : failure(finding, 'make a backup and run clientele migrate: servers do not start with MIGRATE_ON_START=false');
  }
  return newer.length > 0
    ? warning(`the schema is newer than this program: ${newer.join(', ')}`, 'install the newer version here too')
    : ok('the schema is up to date');
};
