import sqlite3 from 'sqlite3';

/** How much of a SQLite file is checked, and for how many milliseconds at most. */
interface Thoroughness {
  readonly isFull: boolean;
  readonly withinMs: number;
}

/**
 * What SQLite finds wrong with a file; empty if it is sound, nothing if that took too long. `quick_check` reads every page,
 * `integrity_check` compares each index with its table too. Rejects with the error of SQLite if the file cannot be read.
 */
export const checkSqlite = (path: string, { isFull, withinMs }: Thoroughness): Promise<readonly string[] | undefined> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, sqlite3.OPEN_READONLY, (notOpened) => {
      if (notOpened) return void reject(notOpened);
      const timer = setTimeout(() => {
        database.interrupt();
      }, withinMs);
      const pragma = isFull ? 'integrity_check' : 'quick_check';
      database.all<Record<string, string>>(`PRAGMA ${pragma}(10)`, (failed: NodeJS.ErrnoException | null, rows) => {
        clearTimeout(timer);
        database.close((notClosed) => {
          const error = failed ?? notClosed;
          if (failed?.code === 'SQLITE_INTERRUPT') resolve(undefined);
          else if (failed?.code === 'SQLITE_CORRUPT') resolve([failed.message]);
          else if (error) reject(error);
          else resolve(rows.map((row) => row[pragma] ?? '').filter((line) => line !== 'ok'));
        });
      });
    });
  });
