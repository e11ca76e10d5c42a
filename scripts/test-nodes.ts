import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isNodeMajor, NODE_MAJORS, nodeRelease, THIS_NODE } from './node-release';

/**
 * The short form of the suite: one file for each part that depends on Node. These are a start, registrations, tokens, signing
 * in, HTTP, the signatures of node:crypto, and the packages with native code.
 */
const FILES = [
  'test/commands/init.e2e-spec',
  'test/documentation/story.database',
  'test/registration/registration-response.database',
  'test/token/token-endpoint.database',
  'test/sign-in/transactions/flow.e2e-spec',
  'test/platform/http/transport.e2e-spec',
  'test/authentication/client/foreign-hashes.database',
  'src/signing-keys/sign-jwt.spec',
  'src/platform/database/sqlite-driver.spec',
];

const JEST = join(__dirname, '..', 'node_modules', 'jest', 'bin', 'jest.js');

/** Runs the short form on other releases of Node than this one, one after the other: `npm run test:nodes -- 24`. */
const testNodes = (wanted: readonly string[]): void => {
  const unknown = wanted.filter((text) => !isNodeMajor(text));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; choose from ${NODE_MAJORS.join(', ')}`);
  for (const major of wanted.length > 0 ? wanted.filter(isNodeMajor) : NODE_MAJORS) {
    const { version, path } = nodeRelease(major);
    if (version === THIS_NODE.version) continue;
    console.log(`Node ${version}`);
    const parameters = [JEST, '--maxWorkers', '1', ...FILES, '--selectProjects', 'unit', 'sqlite'];
    const { status } = spawnSync(path(), parameters, { cwd: join(__dirname, '..'), stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
};

testNodes(process.argv.slice(2));
