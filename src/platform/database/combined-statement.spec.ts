import { CombinedStatement } from './combined-statement';

describe('a combined statement', () => {
  const runAll = async (...statements: readonly [text: string, parameters: unknown[]][]): Promise<unknown> => {
    const combined = new CombinedStatement();
    for (const [text, parameters] of statements) await combined.collect(text, parameters);
    const ran: unknown[] = [];
    await combined.run((text, parameters) => {
      ran.push([text, parameters]);
      return Promise.resolve([]);
    });
    return ran;
  };

  it('of one is that one', async () => {
    expect(await runAll(['INSERT INTO a VALUES ($1)', [1]])).toEqual([['INSERT INTO a VALUES ($1)', [1]]]);
  });

  it('of several numbers their parameters', async () => {
    expect(await runAll(['INSERT INTO a VALUES ($1, $2)', [1, 2]], ['INSERT INTO b VALUES ($2, $1)', [3, 4]])).toEqual([
      ['WITH part_0 AS (INSERT INTO a VALUES ($1, $2)) INSERT INTO b VALUES ($4, $3)', [1, 2, 3, 4]],
    ]);
  });
});
