import { QueryFailedError } from 'typeorm';
import { CombinedStatement, hasRefused } from './combined-statement';

describe('a combined statement', () => {
  it('of one is that one', () => {
    const combined = new CombinedStatement();
    combined.add('INSERT INTO a VALUES ($1)', [1], 1);
    expect([combined.unchecked, combined.parameters]).toEqual(['INSERT INTO a VALUES ($1)', [1]]);
  });

  it('of several has the parameters of all, which each numbers from those before it on', () => {
    const combined = new CombinedStatement();
    combined.add('INSERT INTO a VALUES ($1, $2)', [1, 2], 1);
    combined.add(`INSERT INTO b VALUES ($${combined.before + 1})`, [3], 1);
    expect([combined.unchecked, combined.parameters]).toEqual([
      'WITH part_0 AS (INSERT INTO a VALUES ($1, $2)) INSERT INTO b VALUES ($3)',
      [1, 2, 3],
    ]);
  });

  it('checks, in the order of the statements, how many rows each has written', () => {
    const combined = new CombinedStatement();
    combined.add('INSERT INTO a VALUES ($1), ($2)', [1, 2], 2);
    combined.add('UPDATE b SET c = $3', [3]);
    expect(combined.checked).toBe(
      "WITH part_0 AS (INSERT INTO a VALUES ($1), ($2) RETURNING 1), part_1 AS (UPDATE b SET c = $3 RETURNING 1) SELECT CAST(CASE (SELECT count(*) FROM part_0) WHEN 2 THEN '1' ELSE 'not all rows were written' END AS integer), (SELECT count(*) FROM part_1)",
    );
  });

  it('has refused if its check failed, and not if another statement failed', () => {
    const failure = (message: string) => new QueryFailedError('', [], new Error(message));
    expect(hasRefused(failure('invalid input syntax for type integer: "not all rows were written"'))).toBe(true);
    expect(hasRefused(failure('invalid input syntax for type integer: "x"'))).toBe(false);
  });
});
