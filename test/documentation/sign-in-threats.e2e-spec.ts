import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(__dirname, '../../docs');
const PAGE = readFileSync(join(DOCS, 'SIGN-IN-THREATS.md'), 'utf8');
const ROWS = PAGE.split('\n').filter((line) => line.startsWith('| ') && !/^\| (attack|-+) /.test(line));

describe('docs/SIGN-IN-THREATS.md', () => {
  it('names for each attack tests that exist', () => {
    expect(ROWS.length).toBeGreaterThan(50);
    for (const row of ROWS) {
      const tests = [...row.matchAll(/\[([^\]]+)\]\((\.\.\/[^)]+)\)/g)];
      expect([row, tests.length]).not.toEqual([row, 0]);
      for (const [, name = '', file = ''] of tests) expect(readFileSync(join(DOCS, file), 'utf8')).toContain(name);
    }
  });
});
