import { existsSync } from 'node:fs';
import { link, open, rm, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Command, Help } from 'nest-commander';
import { Environment } from '../../../platform/config/environment';
import { StartFailure } from '../../../platform/config/start-failure';
import { copySqlite } from '../../../platform/database/copy-sqlite';
import { sqlitePathOf } from '../../../platform/database/sqlite-path';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { startProgress } from '../progress/progress';
import { withDatabase } from '../with-database';

const LOOK_EVERY_MS = 200;

/** `clientele backup`. */
@Command({
  name: 'backup',
  arguments: '<file>',
  argsDescription: { file: 'the new file; an existing one is not overwritten' },
  description:
    'Writes a consistent copy of the SQLite database to a file, while servers run. SECRET_KEYS, or the .keys file beside the database, are not in it.',
})
export class BackupCommand extends JsonCommand {
  override run([file = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    return withDatabase('backup', {}, async ({ app }) => {
      const path = sqlitePathOf(app.get(Environment).DATABASE_URL);
      if (path === undefined)
        throw new StartFailure(
          'DATABASE_URL: backup copies SQLite only; use pg_dump, or the backups of your PostgreSQL',
        );
      if (existsSync(file)) throw cannotWrite(`${file} exists`);
      const bytes = await copyTo(path, file);
      if (json) printJson({ file, bytes });
      else say(`${file} has ${bytes} bytes. Keep a copy of SECRET_KEYS elsewhere: without them it is worthless.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('backup /backup/clientele.sqlite');
  }
}

const cannotWrite = (reason: string, cause?: unknown): StartFailure =>
  new StartFailure(
    `FILE: the copy cannot be written: ${reason}; name a new file in a folder that exists and has space`,
    { cause },
  );

/** The file gets its name when the copy is complete and on the disk. Gives its size. Throws {@link StartFailure}. */
const copyTo = async (path: string, file: string): Promise<number> => {
  const draft = `${file}.${randomUUID()}`;
  try {
    await watched(copySqlite(path, draft), path, draft);
    const bytes = await synced(draft);
    await link(draft, file);
    return bytes;
  } catch (cause) {
    throw cannotWrite((cause as Error).message, cause);
  } finally {
    await rm(draft, { force: true });
  }
};

/** Shows how much of the file is copied. The copy has at most as many bytes as the file. */
const watched = async (copied: Promise<void>, path: string, draft: string): Promise<void> => {
  const progress = startProgress('bytes', (await stat(path)).size);
  const ended = copied.then(() => 'copied');
  try {
    while ((await Promise.race([ended, setTimeout(LOOK_EVERY_MS)])) !== 'copied') progress.reach(await sizeOf(draft));
  } finally {
    progress.end();
  }
};

const sizeOf = async (path: string): Promise<number> => (existsSync(path) ? (await stat(path)).size : 0);

const synced = async (path: string): Promise<number> => {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
};
