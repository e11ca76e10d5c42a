import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH, ROOT } from './paths';

/** Installs what is measured beside the product when it is missing or another one, and builds both. */
export const prepare = (): void => {
  installPackage(BENCH);
  buildProduct();
  run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', join(BENCH, 'tsconfig.build.json')]);
};

/**
 * Installs what the lockfile of a folder names, unless that is there already: a copy of the lockfile is beside the packages,
 * where `.ci/run` puts it too. Dates say nothing: a checkout changes them.
 */
export const installPackage = (folder: string): void => {
  const lockfile = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const installed = join(folder, 'node_modules', '.installed-lockfile');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lockfile) return;
  run('npm', ['ci', '--prefix', folder]);
  writeFileSync(installed, lockfile);
};

/** Builds the product, unless what stands in `dist` was built from the same files. Enough where no peer is measured. */
export const buildProduct = (): void => {
  const hash = hashOf(SOURCES.flatMap(filesOf));
  if (existsSync(BUILT_FROM) && readFileSync(BUILT_FROM, 'utf8') === hash) return;
  run('npm', ['run', '--silent', 'build']);
  writeFileSync(BUILT_FROM, hash);
};

/** The hash of all that the last build by {@link buildProduct} was made of; every build removes it. */
const BUILT_FROM = join(ROOT, 'dist', '.built-from');
const SOURCES = ['src', 'package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

/** A file of the product, or all files of a folder. */
const filesOf = (name: string): readonly string[] => {
  const path = join(ROOT, name);
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

const hashOf = (files: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
};

const run = (command: string, parameters: readonly string[]): void => {
  execFileSync(command, parameters, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
};
