import { existsSync, readFileSync } from 'node:fs';
import { type SecretKey, secretKeys } from '../../platform/config/kinds/keys';
import { keyFileOf } from '../../platform/secrets/local-key-file';

/** The keys of `SECRET_KEYS`, or of the file beside the database; none if there is no file, which is not made. */
export const presentKeys = (environment: Parameters<typeof keyFileOf>[0]): readonly SecretKey[] => {
  const file = keyFileOf(environment);
  if (file === undefined) return environment.SECRET_KEYS;
  return existsSync(file) ? (secretKeys().read(readFileSync(file, 'utf8')) ?? []) : [];
};
