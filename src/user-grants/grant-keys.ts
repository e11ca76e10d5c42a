import type { Client } from '../clients/client.entity';
import type { GrantKeys } from './user-grant.entity';

/**
 * The keys that the refresh tokens of a client are bound to, of those that it proved to hold: all if the client does not
 * authenticate (RFC 9449 section 5, RFC 8705 section 4), otherwise none, so that it can change its keys.
 */
export const boundKeys = ({ metadata }: Pick<Client, 'metadata'>, shown: GrantKeys): GrantKeys | null =>
  metadata.token_endpoint_auth_method === 'none' && Object.keys(shown).length > 0 ? shown : null;

/** Whether the keys that a client proved to hold have all those that its refresh tokens are bound to. */
export const isHolderOf = (bound: GrantKeys | null, shown: GrantKeys): boolean => {
  const keys = new Map(Object.entries(shown));
  return Object.entries(bound ?? {}).every(([kind, key]) => keys.get(kind) === key);
};
