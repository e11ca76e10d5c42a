import { INHERITED_DATABASE_FILE, inheritedDatabaseFile } from '../config/inherited-database-file';
import { StartFailure } from '../config/start-failure';
import { fileIdentity, NO_FILE } from './sqlite-file';
import { sqlitePathOf } from './sqlite-path';

/** The variables by which other workers learn which SQLite file the first one has opened. */
export const databaseFileVariables = (databaseUrl: string): Readonly<Record<string, string>> => {
  const path = sqlitePathOf(databaseUrl);
  return path === undefined ? {} : inheritedDatabaseFile(textOf(path));
};

/**
 * Throws {@link StartFailure} in a worker whose SQLite file is not the one that the first worker opened: it would serve
 * another registry than the others, and an empty one if there is no file. After a change of `DATABASE_URL` it throws nothing.
 */
export const requireInheritedFile = (path: string, inherited = INHERITED_DATABASE_FILE): void => {
  if (inherited === undefined || !inherited.endsWith(` ${path}`)) return;
  if (inherited === textOf(path) && fileIdentity(path) !== NO_FILE) return;
  throw new StartFailure(
    `DATABASE_URL: the SQLite file ${path} was deleted, moved or replaced since the start; put it back, or restart the server`,
  );
};

const textOf = (path: string): string => `${fileIdentity(path)} ${path}`;
