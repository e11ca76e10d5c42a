import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StatementMigration } from '../../src/platform/database/statement-migration';

const FOLDER = join(__dirname, '../../src/platform/database/migrations');

/** The statements for PostgreSQL of all migrations, or of those that were made from a time on, in their order. */
export const postgresMigrations = async (from = 0): Promise<readonly string[]> => {
  const files = readdirSync(FOLDER).filter((file) => Number.parseInt(file, 10) >= from);
  const modules = files.sort().map((file) => import(join(FOLDER, file)) as Promise<object>);
  const made = (await Promise.all(modules)).flatMap((one) => Object.values(one) as (new () => StatementMigration)[]);
  return made.flatMap((Migration) => new Migration().statements.postgres);
};
