import type { KeyRing } from '../../platform/secrets/key-ring';
import type { LogEntry } from './log-entry.entity';

/** The keyed hash of an entry. */
export const keyedHashOf = (ring: KeyRing, entry: Omit<LogEntry, 'keyed_hash'>): string => ring.hash(textOf(entry));

/** Whether the keyed hash of an entry is right; nothing if the key that made it is not in `SECRET_KEYS` any more. */
export const isGenuine = (ring: KeyRing, entry: LogEntry): boolean | undefined => {
  const version = ring.versionOf(entry.keyed_hash);
  return ring.has(version) ? ring.isHashOf(entry.keyed_hash, textOf(entry)) : undefined;
};

const textOf = ({ position, event_id, leaf_hash }: Omit<LogEntry, 'keyed_hash'>): string =>
  `log entry ${position} ${event_id} ${leaf_hash}`;
