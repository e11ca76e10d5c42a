import { sha256OfParts } from '../core/hash/sha256';
import type { Client } from './client.entity';

/** The members by which a user recognises a client, and by which it proves what it is. */
const RECOGNISED: ReadonlySet<string> = new Set([
  'client_name',
  'client_uri',
  'jwks',
  'jwks_uri',
  'logo_uri',
  'redirect_uris',
  'software_id',
  'token_endpoint_auth_method',
]);

/**
 * A hash of the metadata that a user saw when he or she allowed something to a client, names in all languages included.
 * A client with another one has to be allowed again.
 */
export const fingerprintOf = ({ metadata }: Pick<Client, 'metadata'>): string =>
  sha256OfParts(
    Object.entries<unknown>(metadata)
      .filter(([name, value]) => value !== undefined && RECOGNISED.has(name.replace(/#.*$/s, '')))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
