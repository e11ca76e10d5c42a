import type { Database } from 'sqlite3';
import { sqliteDriver } from './sqlite-driver';

describe('the connection to SQLite', () => {
  it('keeps a limited number of statements prepared, and runs further ones too', async () => {
    const database: Database = await new Promise((resolve, reject) => {
      const opened: Database = new sqliteDriver.Database(':memory:', (error) => {
        if (error) reject(error);
        else resolve(opened);
      });
    });
    const answerTo = (text: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        database.all(text, [], (error, rows) => {
          if (error) reject(error);
          else resolve(rows);
        });
      });
    for (let number = 0; number < 450; number += 1)
      await expect(answerTo(`SELECT ${number} AS number`)).resolves.toEqual([{ number }]);
    await expect(answerTo('SELECT 0 AS number')).resolves.toEqual([{ number: 0 }]);
    expect((database as unknown as { readonly statements: ReadonlyMap<string, unknown> }).statements.size).toBe(400);
    await new Promise<void>((resolve, reject) => {
      database.close((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  });
});
