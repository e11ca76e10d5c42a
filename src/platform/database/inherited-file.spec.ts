import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFileVariables, requireInheritedFile } from './inherited-file';

describe('a later worker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-worker-'));
  const path = join(folder, 'data.sqlite');
  const inherited = (): string | undefined => Object.values(databaseFileVariables(`sqlite:${path}`))[0];
  const refusal = /was deleted, moved or replaced since the start/;

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('does not start if the SQLite file was gone when the primary looked, whether or not it is there now', () => {
    const whenGone = inherited();
    expect(() => {
      requireInheritedFile(path, whenGone);
    }).toThrow(refusal);
    writeFileSync(path, '');
    expect(() => {
      requireInheritedFile(path, whenGone);
    }).toThrow(refusal);
    expect(() => {
      requireInheritedFile(path, inherited());
    }).not.toThrow();
  });
});
