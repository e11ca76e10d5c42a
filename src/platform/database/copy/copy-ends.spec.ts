import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isServed } from './copy-ends';

/** Writes to a file of SQLite, and ends without closing it. */
const KILLED = `
  const { Database } = require('sqlite3');
  const database = new Database(process.argv[1]);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE written (id integer)', () => process.kill(process.pid, 'SIGKILL'));
`;

describe('whether a file of SQLite is served', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-served-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('does not depend on the write-ahead log that a killed program left', async () => {
    const file = join(folder, 'killed.sqlite');
    expect(spawnSync(process.execPath, ['-e', KILLED, file]).signal).toBe('SIGKILL');
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(await isServed(`sqlite:${file}`)).toBe(false);
  });
});
