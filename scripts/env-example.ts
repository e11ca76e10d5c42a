import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { SECTIONS } from '../src/platform/config/environment';
import { exampleFile, referencePage } from '../src/platform/config/environment-docs';

/** Writes `.env.example` and `docs/CONFIGURATION.md` from the classes that validate the environment; `--check` only compares. */
const main = async (isCheck: boolean): Promise<void> => {
  const wanted = {
    '.env.example': exampleFile(SECTIONS),
    'docs/CONFIGURATION.md': await format(referencePage(SECTIONS), {
      parser: 'markdown',
      proseWrap: 'always',
      printWidth: 100,
    }),
  };
  for (const [path, text] of Object.entries(wanted)) {
    const isSame = (await readFile(path, 'utf8').catch(() => '')) === text;
    if (!isSame && isCheck)
      throw new Error(`${path} does not follow the variables of src/platform/config/sections; run npm run env:example`);
    if (!isSame) await writeFile(path, text);
  }
};

main(process.argv.includes('--check')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
