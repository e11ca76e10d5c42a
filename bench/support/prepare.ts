import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH, ROOT } from './paths';

/** Installs what is measured beside the product when it is missing or outdated, and builds both. */
export const prepare = (): void => {
  if (isOutdated(join(BENCH, 'node_modules', '.package-lock.json'), join(BENCH, 'package-lock.json')))
    run('npm', ['ci', '--prefix', BENCH]);
  buildProduct();
  run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', join(BENCH, 'tsconfig.build.json')]);
};

/** Enough where no peer is measured. */
export const buildProduct = (): void => {
  run('npm', ['run', '--silent', 'build']);
};

const isOutdated = (made: string, source: string): boolean =>
  !existsSync(made) || statSync(made).mtimeMs < statSync(source).mtimeMs;

const run = (command: string, parameters: readonly string[]): void => {
  execFileSync(command, parameters, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
};
