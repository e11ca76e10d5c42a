import type { EventType } from './event-types';

const NAMES: Readonly<Record<EventType, true>> = {
  'client.registered': true,
  'client.updated': true,
  'client.secret_rotated': true,
  'client.registration_token_rotated': true,
  'client.approved': true,
  'client.rejected': true,
  'client.disabled': true,
  'client.enabled': true,
  'client.deleted': true,
  'client.swept': true,
  'administrator.configured': true,
  'registrar.configured': true,
  'registrar.created': true,
  'registrar.revoked': true,
  'initial_access_token.created': true,
  'initial_access_token.spent': true,
  'initial_access_token.revoked': true,
  'policy.applied': true,
  'signing_key.created': true,
  'signing_key.rotated': true,
  'signing_key.withdrawn': true,
  'webhook.created': true,
  'webhook.secret_rotated': true,
  'webhook.paused': true,
  'webhook.resumed': true,
  'webhook.deleted': true,
  'registration.refused': true,
  'update.refused': true,
  'authentication.refused': true,
  'refusals.counted': true,
  'events.expired': true,
};

/** The names of all types of events. */
export const EVENT_TYPES: readonly string[] = Object.keys(NAMES);
