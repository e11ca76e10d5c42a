import { realpathSync, statSync } from 'node:fs';

/** The file that was opened is not at its path any more. */
export class DatabaseFileLost extends Error {
  override readonly name = 'DatabaseFileLost';
  /** The code of SQLite for a file that cannot be opened. */
  readonly code = 'SQLITE_CANTOPEN';

  constructor(path: string) {
    super(`the SQLite file ${path} was deleted, moved or replaced; put it back, or restart the server on another one`);
  }
}

/**
 * The file of a database and its write-ahead log, as they are when it is made, after the database is opened. A process that
 * has a file open can write to it when it has no name any more; what it writes is lost when it ends. SQLite makes the log
 * beside the file itself, also if the path is a symbolic link. A look takes 3 microseconds.
 */
export class SqliteFile {
  private readonly opened: readonly { readonly path: string; readonly identity: Identity | undefined }[];

  constructor(readonly path: string) {
    this.opened = [path, `${realpathSync(path)}-wal`].map((name) => ({ path: name, identity: identityOf(name) }));
  }

  /** Whether the paths still lead to the files that were opened. */
  get isInPlace(): boolean {
    return this.opened.every(({ path, identity }) => isSame(identity, identityOf(path)));
  }

  /** Throws {@link DatabaseFileLost} unless {@link isInPlace}. */
  requireInPlace(): void {
    if (!this.isInPlace) throw new DatabaseFileLost(this.path);
  }
}

/** What a file is on its machine, whatever its name. */
interface Identity {
  readonly dev: number;
  readonly ino: number;
}

const identityOf = (path: string): Identity | undefined => statSync(path, { throwIfNoEntry: false });

const isSame = (one: Identity | undefined, other: Identity | undefined): boolean =>
  one?.dev === other?.dev && one?.ino === other?.ino;

/** The identity of a file that is not there. */
export const NO_FILE = 'none';

/** The identity of the file at a path as a text, which other processes compare with their own. */
export const fileIdentity = (path: string): string => {
  const identity = identityOf(path);
  return identity === undefined ? NO_FILE : `${identity.dev}:${identity.ino}`;
};
