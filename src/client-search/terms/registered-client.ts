import type { StoredMetadata } from '../../core/metadata/client-metadata';
import type { Actor } from '../../core/request-context';
import type { EventData } from '../../event-log/event-types';
import type { FollowedEvent } from '../../event-log/following/followed-log.repository';
import type { DescribedClient } from './terms-of-client';

/** Who registers clients by requests. What operators register may be imported, which the event does not say. */
const BY_REQUEST: ReadonlySet<Actor['type']> = new Set<Actor['type']>([
  'access_token',
  'anonymous',
  'initial_access_token',
]);

/** The client that an event registered, as the event describes it; nothing if the event does not say all that its terms are made of. */
export const registeredClientOf = ({ client_id, type, event }: FollowedEvent): DescribedClient | undefined => {
  if (type !== 'client.registered' || client_id === null) return undefined;
  const { actor, registrar = null, policies = null, data } = event();
  if (!BY_REQUEST.has(actor.type)) return undefined;
  const { metadata, status } = data as EventData['client.registered'];
  return { client_id, status, metadata: metadata as StoredMetadata, policies, registrar, lineage: null };
};
