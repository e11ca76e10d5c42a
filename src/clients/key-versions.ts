import { isForeign } from '../platform/secrets/foreign-hashes/foreign-hash';
import { Client } from './client.entity';

/**
 * The versions of `SECRET_KEYS` that hashed or sealed the credentials of a client, in the form of the column: `1 2`. Hashes
 * of other servers need none.
 */
export const keyVersionsOf = ({
  client_secrets,
  registration_access_tokens,
}: Pick<Client, 'client_secrets' | 'registration_access_tokens'>): string => {
  const versions: string[] = [];
  for (const secrets of [client_secrets, registration_access_tokens])
    for (const { hash, sealed = hash } of secrets)
      for (const made of [hash, sealed]) {
        const version = made.slice(0, made.indexOf('.'));
        if (!isForeign(made) && !versions.includes(version)) versions.push(version);
      }
  return versions.sort().join(' ');
};

/** A client with the columns that are derived from its other columns. */
export const asStored = (client: Client): Client =>
  Object.assign(new Client(), client, { key_versions: keyVersionsOf(client) });

/** The versions that a value of the column names. */
export const versionsIn = (column: string): number[] => column.split(' ').filter(Boolean).map(Number);
