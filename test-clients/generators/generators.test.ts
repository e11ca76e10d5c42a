import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { serving } from '../support/serving';

const clientele = serving();

const PACKAGES = join(__dirname, '..', 'node_modules');
const TSC = [
  join(PACKAGES, 'typescript', 'bin', 'tsc'),
  ...[
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'node20',
    '--types',
    'node',
    '--outDir',
    'out',
    'use.ts',
  ],
];

/** How each generator is called in a folder with an `openapi.json`, so that it writes `generated.ts` or `generated/`. */
const GENERATORS: Readonly<Record<string, readonly string[]>> = {
  'openapi-typescript': ['openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'generated.ts'],
  'hey-api': ['@hey-api/openapi-ts/bin/run.js', '-i', 'openapi.json', '-o', 'generated', '--no-log-file'],
  'swagger-typescript-api': [
    ...['swagger-typescript-api/dist/cli.mjs', 'generate', '-p', 'openapi.json', '-o', '.', '-n', 'generated.ts'],
  ],
  orval: ['orval/dist/bin/orval.js', '--config', 'orval.config.js'],
};

/** orval is configured by a file, and calls the server that the document names. */
const ORVAL = {
  input: 'openapi.json',
  output: { target: 'generated.ts', client: 'fetch', baseUrl: undefined as unknown },
};

const run = async (folder: string, parameters: readonly string[]): Promise<string> => {
  const env = { PATH: process.env['PATH'], HOME: folder, ORIGIN: clientele.origin };
  const { stdout } = await promisify(execFile)(process.execPath, [...parameters], { cwd: folder, env });
  return stdout;
};

for (const [name, [program, ...parameters]] of Object.entries(GENERATORS))
  test(`the client that ${name} generates compiles strictly, registers, and shows what is refused`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-generated-'));
    try {
      const document = await (await fetch(`${clientele.origin}/openapi.json`)).text();
      await writeFile(join(folder, 'openapi.json'), document);
      ORVAL.output.baseUrl = clientele.origin;
      await writeFile(join(folder, 'orval.config.js'), `module.exports = { api: ${JSON.stringify(ORVAL)} };`);
      await symlink(PACKAGES, join(folder, 'node_modules'));
      await copyFile(join(__dirname, 'uses', `${name}.ts`), join(folder, 'use.ts'));
      await run(folder, [join(PACKAGES, String(program)), ...parameters]);
      await run(folder, TSC);
      const answer = JSON.parse(await run(folder, ['out/use.js'])) as { clientId: string; description: string };
      assert.match(answer.clientId, /^\S+$/);
      assert.match(answer.description, /^redirect_uris\[0\] must use https/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
