import { schemaDrift } from './databases';

/** Fails when the entities say anything that the migrations do not, on either database. */
const check = async (): Promise<void> => {
  const { sqlite, postgres } = await schemaDrift();
  for (const statement of [...sqlite, ...postgres]) console.error(`missing from the migrations: ${statement}`);
  process.exitCode = sqlite.length + postgres.length > 0 ? 1 : 0;
  if (process.exitCode === 0) console.log('the migrations make the schema of the entities on both databases');
};

void check();
