import { Client } from './client.entity';

/** The versions of `SECRET_KEYS` that what a client holds was hashed or sealed with, as its column has them: `1 2`. */
export const keyVersionsOf = ({
  client_secrets,
  registration_access_tokens,
}: Pick<Client, 'client_secrets' | 'registration_access_tokens'>): string => {
  const made = [...client_secrets, ...registration_access_tokens].flatMap(({ hash, sealed }) => [hash, sealed ?? hash]);
  return [...new Set(made.map((text) => text.slice(0, text.indexOf('.'))))].sort().join(' ');
};

/** A client with the columns that follow from its others. */
export const asStored = (client: Client): Client =>
  Object.assign(new Client(), client, { key_versions: keyVersionsOf(client) });

/** The versions that a value of the column names. */
export const versionsIn = (column: string): number[] => column.split(' ').filter(Boolean).map(Number);
