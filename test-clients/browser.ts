import { leavingNothing } from '../bench/support/cleanup';
import { temporaryFolder } from '../bench/support/folder';
import { buildProduct, installPackage } from '../bench/support/prepare';
import { chromiumPath } from './support/chromium-path';
import { EXAMPLE } from './support/example-mcp-server';
import { runTests, testsIn } from './support/run-tests';

/** Runs the tests of the browser whose path contains one of `names`, or all of them. */
const testBrowser = async (names: readonly string[]): Promise<void> => {
  installPackage(__dirname);
  installPackage(EXAMPLE);
  buildProduct();
  const folder = await temporaryFolder();

  const files = testsIn('browser').filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  await runTests(files, folder, await chromiumPath(folder));
};

void leavingNothing(() => testBrowser(process.argv.slice(2)));
