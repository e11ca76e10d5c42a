import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isNodeMajor, NODE_MAJORS, nodeRelease, THIS_NODE } from './node-release';

/**
 * The short form of the suite: one file for each part that depends on Node. These are a start, registrations, tokens, signing
 * in, HTTP, the signatures of node:crypto, and the packages with native code. Each is the beginning of the path of one file.
 */
const FILES = [
  'test/commands/init.',
  'test/documentation/story.',
  'test/registration/registration-response.',
  'test/token/token-endpoint.',
  'test/sign-in/transactions/flow.',
  'test/platform/http/transport.',
  'test/authentication/client/foreign-hashes.',
  'src/signing-keys/sign-jwt.',
  'src/platform/database/sqlite-driver.',
];

const ROOT = join(__dirname, '..');
const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

/** Jest runs the others if one of the files is not there, so that a file that was renamed would be missed silently. */
const requireAll = (): void => {
  const specs = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('spec.ts'))
      .map((path) => `${folder}/${path}`),
  );
  const missing = FILES.filter((beginning) => !specs.some((path) => path.startsWith(beginning)));
  if (missing.length > 0) throw new Error(`there is no ${missing.join(', ')}: correct the list in ${__filename}`);
};

/** Runs the short form on other releases of Node than this one, one after the other: `npm run test:nodes -- 24`. */
const testNodes = (wanted: readonly string[]): void => {
  requireAll();
  const unknown = wanted.filter((text) => !isNodeMajor(text));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; choose from ${NODE_MAJORS.join(', ')}`);
  for (const major of wanted.length > 0 ? wanted.filter(isNodeMajor) : NODE_MAJORS) {
    const { version, path } = nodeRelease(major);
    if (version === THIS_NODE.version) continue;
    console.log(`Node ${version}`);
    const parameters = [JEST, '--maxWorkers', '1', ...FILES, '--selectProjects', 'unit', 'sqlite'];
    const { status } = spawnSync(path(), parameters, { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
};

testNodes(process.argv.slice(2));
