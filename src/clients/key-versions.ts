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
  const made = [...client_secrets, ...registration_access_tokens].flatMap(({ hash, sealed }) => [hash, sealed ?? hash]);
  const keyed = made.filter((text) => !isForeign(text));
  return [...new Set(keyed.map((text) => text.slice(0, text.indexOf('.'))))].sort().join(' ');
};

/** A client with the columns that are derived from its other columns. */
export const asStored = (client: Client): Client =>
  Object.assign(new Client(), client, { key_versions: keyVersionsOf(client) });

/** The versions that a value of the column names. */
export const versionsIn = (column: string): number[] => column.split(' ').filter(Boolean).map(Number);
