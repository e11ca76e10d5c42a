import { CombinedStatement } from './combined-statement';
import { SqliteTriggers } from './sqlite-triggers';

const combinedOf = (table: string): CombinedStatement => {
  const combined = new CombinedStatement();
  combined.add(`INSERT INTO ${table} VALUES ($1, $2)`, ['one', 2], 1);
  combined.add(`INSERT INTO others VALUES ($${combined.before + 1})`, ['three']);
  return combined;
};

describe('statements that a trigger runs as one', () => {
  let ran: (readonly [text: string, parameters: readonly unknown[]])[];
  let failing: RegExp | undefined;
  let triggers: SqliteTriggers;

  beforeEach(() => {
    ran = [];
    failing = undefined;
    triggers = new SqliteTriggers((text, parameters) => {
      ran.push([text, parameters]);
      return failing?.test(text) ? Promise.reject(new Error('no')) : Promise.resolve([]);
    });
  });

  it('have their parameters and the numbers of their rows in the columns of a view', async () => {
    await triggers.write(combinedOf('a'));
    expect(ran).toEqual([
      ['CREATE TEMP VIEW combined_1 AS SELECT NULL AS p1, NULL AS p2, NULL AS p3, NULL AS p4, NULL AS p5', []],
      [
        'CREATE TEMP TRIGGER combined_1_written INSTEAD OF INSERT ON combined_1 BEGIN ' +
          "INSERT INTO a VALUES (NEW.p1, NEW.p2); SELECT RAISE(ABORT, 'not all rows were written') WHERE changes() <> NEW.p4; " +
          "INSERT INTO others VALUES (NEW.p3); SELECT RAISE(ABORT, 'not all rows were written') WHERE changes() <> NEW.p5; END",
        [],
      ],
      ['INSERT INTO combined_1 VALUES ($1, $2, $3, $4, $5)', ['one', 2, 'three', 1, null]],
    ]);
  });

  it('have one view for the same texts, and another one for others', async () => {
    for (const table of ['a', 'b', 'a']) await triggers.write(combinedOf(table));
    const names = ran.map(([text]) => /(?<=INSERT INTO )combined_\d/.exec(text)?.[0]).filter(Boolean);
    expect(names).toEqual(['combined_1', 'combined_2', 'combined_1']);
  });

  it('get another view if theirs could not be made', async () => {
    failing = /TRIGGER combined_1/;
    await expect(triggers.write(combinedOf('a'))).rejects.toThrow('no');
    await triggers.write(combinedOf('b'));
    await triggers.write(combinedOf('a'));
    expect(ran.at(-1)?.[0]).toContain('INSERT INTO combined_3 ');
  });
});
