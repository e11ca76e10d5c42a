import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaDrift } from './databases';

/** `npm run migration:generate NameOfTheChange`: writes what both databases need to follow the entities, as one migration. */
const generate = async (name = ''): Promise<void> => {
  if (!/^[A-Z][A-Za-z0-9]+$/.test(name)) throw new Error('give the migration a name such as AddClientStatus');
  const { sqlite, postgres } = await schemaDrift();
  if (sqlite.length + postgres.length === 0) return void console.log('nothing to do: the migrations are up to date');
  const at = Date.now();
  const path = join('src', 'platform', 'database', 'migrations', `${at}-${name}.ts`);
  await writeFile(path, source(`${name}${at}`, sqlite, postgres));
  console.log(`${path}: read it, then npm run fix`);
};

const source = (
  className: string,
  sqlite: readonly string[],
  postgres: readonly string[],
): string => `import { StatementMigration } from '../statement-migration';

export class ${className} extends StatementMigration {
  override readonly statements = {
    sqlite: ${JSON.stringify(sqlite, undefined, 2)},
    postgres: ${JSON.stringify(postgres, undefined, 2)},
  };
}
`;

generate(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
