import type { Actor } from './request-context';

/**
 * Whom limits and idempotency keys of a registration count for: the client of the access token, the initial access
 * token, or the person who administers. Nothing for a caller without a token.
 */
export const credentialOf = (actor: Actor): readonly [kind: string, id: string] | undefined => {
  if (actor.type === 'access_token') return ['client', actor.client_id];
  if (actor.type === 'administrator') return [actor.type, `${actor.issuer} ${actor.sub}`];
  return actor.type === 'initial_access_token' ? [actor.type, actor.id] : undefined;
};
