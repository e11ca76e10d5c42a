import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { described } from '../src/commands/clientele/command-tree';
import { CommandTreeRegistry } from '../src/commands/clientele/command-tree.registry';
import { createProgram } from '../src/commands/clientele/commands-program';
import { commandReference } from './command-reference';

const PAGE = 'docs/CLI.md';

/** Writes `docs/CLI.md` from the commands; `--check` only compares. */
const main = async (isCheck: boolean): Promise<void> => {
  const app = await createProgram((error) => {
    throw error;
  });
  const page = commandReference(described(app.get(CommandTreeRegistry).program));
  const wanted = await format(page, { parser: 'markdown', proseWrap: 'always', printWidth: 120 });
  const isSame = (await readFile(PAGE, 'utf8').catch(() => '')) === wanted;
  if (!isSame && isCheck) throw new Error(`${PAGE} does not follow the commands; run npm run cli:docs`);
  if (!isSame) await writeFile(PAGE, wanted);
  await app.close();
};

main(process.argv.includes('--check')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
