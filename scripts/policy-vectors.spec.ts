import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HOLD = [
  {
    n: 1,
    TA: { grant_types: { subset_of: ['a', 'b'] } },
    INT: { grant_types: { subset_of: ['b', 'c'], essential: true } },
    merged: { grant_types: { subset_of: ['b'], essential: true } },
    metadata: { grant_types: ['a', 'b'] },
    resolved: { grant_types: ['b'] },
  },
  {
    n: 2,
    TA: { alg: { one_of: ['ES256'] } },
    INT: {},
    merged: { alg: { one_of: ['ES256'] } },
    metadata: { alg: 'none' },
    error: 'invalid_metadata',
  },
  { n: 3, TA: { alg: { value: 'ES256' } }, INT: { alg: { value: 'PS256' } }, metadata: {}, error: 'invalid_policy' },
  { n: 4, TA: { alg: { one_of: [] } }, INT: {}, metadata: {}, error: 'invalid_policy' },
];
const [first, second, third] = HOLD;
const DO_NOT_HOLD = [
  { ...first, n: 5, resolved: { grant_types: ['a', 'b'] } },
  { ...first, n: 6, merged: {} },
  { ...second, n: 7, error: undefined, resolved: { alg: 'none' } },
  { ...second, n: 8, merged: {} },
  { ...third, n: 9, error: 'invalid_metadata' },
];

describe('npm run policy:vectors', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'policy-vectors-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs the program with a file of these vectors, or without a file. Gives its exit code and its output. */
  const run = async (vectors?: readonly object[]): Promise<readonly [code: unknown, lines: string[]]> => {
    const file = join(folder, `${vectors?.length ?? 0}.json`);
    await writeFile(file, JSON.stringify(vectors ?? []));
    const program = join(__dirname, 'policy-vectors.ts');
    const given = vectors ? [file] : [];
    const env = { ...process.env, TMPDIR: folder }; // the cache of the compiler
    return new Promise((resolve) => {
      execFile(process.execPath, ['-r', '@swc-node/register', program, ...given], { env }, (error, stdout, stderr) => {
        resolve([error?.code ?? 0, (stdout + stderr).trim().split('\n')]);
      });
    });
  };

  it('counts the vectors that hold', async () => {
    await expect(run(HOLD)).resolves.toEqual([0, ['4 of 4']]);
  });

  it('lists those that do not hold, and ends with 1', async () => {
    await expect(run([...HOLD, ...DO_NOT_HOLD])).resolves.toEqual([
      1,
      [
        '5: resolved is {"grant_types":["b"]}, not {"grant_types":["a","b"]}',
        '6: merged is {"grant_types":{"subset_of":["b"],"essential":true}}, not {}',
        '7: error is "invalid_metadata", not undefined',
        '8: merged is {"alg":{"one_of":["ES256"]}}, not {}',
        '9: error is "invalid_policy", not "invalid_metadata"',
        '4 of 9',
      ],
    ]);
  });

  it('says how it is used if it gets no file', async () => {
    await expect(run()).resolves.toEqual([1, ['Usage: npm run policy:vectors -- FILE']]);
  });
});
