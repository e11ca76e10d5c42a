import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Environment } from '../config/environment';
import { StartFailure } from '../config/start-failure';
import { type SecretKey, secretKeys } from '../config/kinds/keys';
import { sqlitePathOf } from '../database/sqlite-path';

const OWNER_ONLY = 0o600;

/**
 * The keys of `SECRET_KEYS`, or else those of a file beside the SQLite file, which is created at first use with mode 0600.
 * The keys of a database in memory are in memory. Throws {@link StartFailure} if the file cannot be created or read.
 */
export const localKeys = (environment: Environment): readonly SecretKey[] => {
  if (environment.SECRET_KEYS.length > 0) return environment.SECRET_KEYS;
  const path = keyFileOf(environment);
  if (path === undefined) return [freshKey()];
  try {
    makeOnce(path);
    const keys = secretKeys().read(readFileSync(path, 'utf8'));
    if (keys && keys.length > 0) return keys;
  } catch (cause) {
    throw new StartFailure(`SECRET_KEYS: cannot keep keys in ${path}: ${(cause as Error).message}`, { cause });
  }
  throw new StartFailure(`SECRET_KEYS: ${path} holds no keys; restore it, without it no stored secret can be checked`);
};

/** The path of the key file; nothing if `SECRET_KEYS` is set, or if the database is in memory. */
export const keyFileOf = ({ SECRET_KEYS, DATABASE_URL }: Environment): string | undefined => {
  const database = sqlitePathOf(DATABASE_URL);
  if (SECRET_KEYS.length > 0 || database === ':memory:') return undefined;
  return database === undefined ? join('data', 'clientele.keys') : `${database.replace(/\.sqlite$/, '')}.keys`;
};

/** Throws {@link StartFailure} if the keys do not exist yet: see `requireDatabase`. */
export const requireKeys = (environment: Environment, otherwise: string): void => {
  const path = keyFileOf(environment);
  if (path !== undefined && !existsSync(path))
    throw new StartFailure(
      `SECRET_KEYS: there are none, and no file ${path}; set them to those of the server, or make new ones with ${otherwise}`,
    );
};

const freshKey = (): SecretKey => ({ version: 1, key: randomBytes(32) });

/** Creates the file complete and only once: writes a temporary file, then links it to the name if the name is free. */
const makeOnce = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  const { version, key } = freshKey();
  writeFileSync(draft, `${version}:${key.toString('base64')}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(draft);
  }
};
