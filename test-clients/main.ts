import { join } from 'node:path';
import { leavingNothing } from '../bench/support/cleanup';
import { temporaryFolder } from '../bench/support/folder';
import { buildProduct, installPackage } from '../bench/support/prepare';
import { installPrograms } from './debian/install';
import { EXAMPLE } from './support/example-mcp-server';
import { runTests, testsIn } from './support/run-tests';

/** Runs the tests whose path contains one of `names`, or all of them. */
const testClients = async (names: readonly string[]): Promise<void> => {
  installPackage(__dirname);
  installPackage(EXAMPLE);
  buildProduct();
  const wanted = (file: string): boolean => names.length === 0 || names.some((name) => file.includes(name));
  const debian = installPrograms(wanted);
  const files = [
    ...testsIn('programs'),
    ...testsIn('sign-in'),
    ...testsIn('generators'),
    ...debian.files.map((file) => join('test-clients', 'debian', file)),
  ].filter(wanted);
  for (const reason of debian.missing) console.error(`not run: ${reason}`);
  await runTests(files, await temporaryFolder());
  // A developer's machine may lack a program; where all is to be run, that is a failure.
  if (process.env['CI'] !== undefined && debian.missing.length > 0) process.exitCode = 1;
};

void leavingNothing(() => testClients(process.argv.slice(2)));
