import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteFile } from './sqlite-file';

describe('the file of a database behind a symbolic link', () => {
  it('is not in place once its write-ahead log, which is beside the file itself, is deleted', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-file-'));
    mkdirSync(join(folder, 'elsewhere'));
    const file = join(folder, 'elsewhere', 'data.sqlite');
    for (const name of [file, `${file}-wal`]) writeFileSync(name, '');
    symlinkSync(file, join(folder, 'link.sqlite'));
    const opened = new SqliteFile(join(folder, 'link.sqlite'));
    expect(opened.isInPlace).toBe(true);
    rmSync(`${file}-wal`);
    expect(opened.isInPlace).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
