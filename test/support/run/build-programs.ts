import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformFile } from '@swc/core';
import { recordModules } from './record-modules';

const ROOT = resolve(__dirname, '../../..');

/** What jest passes to a global setup: the words that select files, among others. */
export interface JestRun {
  readonly testPathPatterns: { readonly patterns: readonly string[] };
}

/** What the programs read at run time, besides the compiled source. */
const BESIDE = ['node_modules', 'package.json', 'docs'];

/** The programs of the tests, with what they import besides `src`. */
const OWN = ['command-host', 'run/prepare-database', 'secret-keys'].map((name) => `test/support/${name}.ts`);

/**
 * Compiles `src` for the processes that the tests start, once for a run: a process that compiles what it loads takes
 * twice the time to start. `TEST_PROGRAMS` is the folder, which has the layout of this package. A run of all tests also
 * records their modules, which takes more time than the few processes of a single file.
 */
export const buildPrograms = async ({ testPathPatterns }: JestRun): Promise<void> => {
  if (process.env['TEST_PROGRAMS'] !== undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'clientele-programs-'));
  for (const name of BESIDE) await symlink(join(ROOT, name), join(folder, name));
  const files = await readdir(join(ROOT, 'src'), { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  await Promise.all([...OWN, ...sources.map((file) => join('src', file))].map((file) => build(folder, file)));
  for (const file of files.filter((name) => name.endsWith('.json'))) await copyInto(folder, join('src', file));
  process.env['TEST_PROGRAMS'] = folder;
  if (testPathPatterns.patterns.length === 0) await recordModules(folder);
};

/** Removes what {@link buildPrograms} made; a second call does nothing. */
export const removePrograms = async (): Promise<void> => {
  const folder = process.env['TEST_PROGRAMS'];
  if (folder === undefined) return;
  delete process.env['TEST_PROGRAMS'];
  await rm(folder, { recursive: true });
};

const copyInto = async (folder: string, file: string): Promise<void> => {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await copyFile(join(ROOT, file), join(folder, file));
};

const build = async (folder: string, file: string): Promise<void> => {
  const { code } = await transformFile(join(ROOT, file), { configFile: join(ROOT, '.swcrc'), sourceMaps: 'inline' });
  const built = join(folder, file.replace(/\.ts$/, '.js'));
  await mkdir(dirname(built), { recursive: true });
  await writeFile(built, code);
};
