import type { Client } from './client.entity';

const HOUR_MS = 3_600_000;
/** A use is noted, and written later, if the stored one is older than this. */
const NOTED_AFTER_MS = HOUR_MS;
/**
 * A use is written before its request is answered if the stored one is older than this. So the last use of a client that
 * policies may delete is never later than the stored one by more than this time, even if a node lost its notes.
 */
export const WRITTEN_AFTER_MS = 6 * HOUR_MS;

/** Whether a use of this client now is noted. */
export const isNoted = ({ last_used_at }: Pick<Client, 'last_used_at'>, now: number): boolean =>
  last_used_at === null || now - last_used_at.getTime() >= NOTED_AFTER_MS;

/** What decides when a use is written. */
export type LastUse = Pick<
  Client,
  'client_id' | 'origin' | 'last_used_at' | 'created_at' | 'policies' | 'registration_hash'
>;

/** Whether a use of this client now is written at once. No policy deletes one that equal registrations share, or without policies. */
export const isWrittenAtOnce = (
  { last_used_at, created_at, policies, registration_hash }: LastUse,
  now: number,
): boolean =>
  registration_hash == null &&
  policies != null &&
  policies.length > 0 &&
  now - (last_used_at ?? created_at).getTime() >= WRITTEN_AFTER_MS;
