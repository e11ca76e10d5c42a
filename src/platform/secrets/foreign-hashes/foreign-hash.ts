import { ARGON2 } from './argon2';
import { BCRYPT } from './bcrypt';
import type { ForeignHashKind } from './foreign-hash-kind';
import { PBKDF2 } from './pbkdf2';
import { SHA_2 } from './sha-2';

const KINDS: readonly ForeignHashKind[] = [BCRYPT, ARGON2, PBKDF2, SHA_2];

/** Whether a stored hash is that of another server. A keyed hash of this server begins with the version of its key. */
export const isForeign = (hash: string): boolean => hash.startsWith('$');

/** The kind of a hash of another server; nothing if this server cannot compare it. */
export const kindOf = (hash: string): ForeignHashKind | undefined => KINDS.find(({ form }) => form.test(hash));

/** Why this server does not accept a hash of another server, as the end of a sentence about it; nothing if it does. */
export const hashFaultOf = (hash: string): string | undefined => {
  const kind = kindOf(hash);
  return kind ? kind.faultOf(hash) : `must be one of ${KINDS.map(({ name }) => name).join(', ')}`;
};
