import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH, ROOT } from './paths';

const LOCKFILE = join(BENCH, 'package-lock.json');
/** The lockfile that was installed. Dates say nothing: a checkout changes them. */
const INSTALLED = join(BENCH, 'node_modules', '.installed-lockfile');

/** Installs what is measured beside the product when it is missing or another one, and builds both. */
export const prepare = (): void => {
  if (!isInstalled()) {
    run('npm', ['ci', '--prefix', BENCH]);
    writeFileSync(INSTALLED, lockfileHash());
  }
  buildProduct();
  run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', join(BENCH, 'tsconfig.build.json')]);
};

/** Enough where no peer is measured. */
export const buildProduct = (): void => {
  run('npm', ['run', '--silent', 'build']);
};

const isInstalled = (): boolean => existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === lockfileHash();

const lockfileHash = (): string => createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');

const run = (command: string, parameters: readonly string[]): void => {
  execFileSync(command, parameters, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
};
