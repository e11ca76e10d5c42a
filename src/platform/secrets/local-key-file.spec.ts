import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../config/read-environment';
import { StartFailure } from '../config/start-failure';
import { localKeys } from './local-key-file';

describe('ownKeys', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clientele-keys-'));
  });

  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  const at = (path: string) => localKeys(readEnvironment({ DATABASE_URL: `sqlite:${path}` }));

  it('are made once beside the SQLite file, for their owner alone, and found again', () => {
    const first = at(join(folder, 'new', 'x.sqlite'));
    expect(at(join(folder, 'new', 'x.sqlite'))).toEqual(first);
    expect(readdirSync(join(folder, 'new'))).toEqual(['x.keys']);
    expect(statSync(join(folder, 'new', 'x.keys')).mode & 0o777).toBe(0o600);
    expect(first).toEqual([{ version: 1, key: expect.any(Buffer) }]);
  });

  it('are those of a restored file', () => {
    const key = Buffer.alloc(32, 5);
    writeFileSync(join(folder, 'x.keys'), `3:${key.toString('base64')}\n`);
    expect(at(join(folder, 'x.sqlite'))).toEqual([{ version: 3, key }]);
    expect(readFileSync(join(folder, 'x.keys'), 'utf8')).toContain('3:');
  });

  it.each(['', 'garbage', '1:short', '\u0000'])('stop the start when the file holds %j', (content) => {
    writeFileSync(join(folder, 'x.keys'), content);
    expect(() => at(join(folder, 'x.sqlite'))).toThrow(StartFailure);
    expect(() => at(join(folder, 'x.sqlite'))).toThrow(/^SECRET_KEYS: .*x\.keys holds no keys; restore it/);
    expect(readdirSync(folder)).toEqual(['x.keys']);
  });

  it('stop the start when the file cannot be made or read', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => at(join(folder, 'file', 'x.sqlite'))).toThrow(/^SECRET_KEYS: cannot keep keys in /);
  });

  it('are those of SECRET_KEYS where they are given, and nothing is written', () => {
    const SECRET_KEYS = `2:${Buffer.alloc(32, 2).toString('base64')} 1:${Buffer.alloc(32, 1).toString('base64')}`;
    const keys = localKeys(readEnvironment({ DATABASE_URL: `sqlite:${folder}/x.sqlite`, SECRET_KEYS }));
    expect(keys.map(({ version }) => version)).toEqual([2, 1]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a database in memory are in memory, new each time', () => {
    expect(at(':memory:')).not.toEqual(at(':memory:'));
  });
});
