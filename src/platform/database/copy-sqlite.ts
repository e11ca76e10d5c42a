import sqlite3 from 'sqlite3';

/**
 * Writes a consistent copy of a SQLite file to a new file, on a connection of its own: `VACUUM` runs on none that keeps
 * prepared statements. Writers go on meanwhile. Rejects with the error of SQLite.
 */
export const copySqlite = (path: string, copy: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, sqlite3.OPEN_READONLY, (notOpened) => {
      if (notOpened) return void reject(notOpened);
      database.run('VACUUM INTO ?', [copy], (notCopied) => {
        database.close((notClosed) => {
          const error = notCopied ?? notClosed;
          if (error) reject(error);
          else resolve();
        });
      });
    });
  });
