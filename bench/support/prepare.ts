import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH, ROOT } from './paths';

/** Installs what is measured beside the product when it is missing or another one, and builds both. */
export const prepare = (): void => {
  installPackage(BENCH);
  buildProduct();
  run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', join(BENCH, 'tsconfig.build.json')]);
};

/** Installs what the lockfile of a folder names, unless that is there already. Dates say nothing: a checkout changes them. */
export const installPackage = (folder: string): void => {
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const installed = join(folder, 'node_modules', '.installed-lockfile');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === hash) return;
  run('npm', ['ci', '--prefix', folder]);
  writeFileSync(installed, hash);
};

/** Enough where no peer is measured. */
export const buildProduct = (): void => {
  run('npm', ['run', '--silent', 'build']);
};

const run = (command: string, parameters: readonly string[]): void => {
  execFileSync(command, parameters, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
};
