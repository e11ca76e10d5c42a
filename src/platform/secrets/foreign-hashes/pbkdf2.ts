import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { isSameHash } from './is-same-hash';
import type { ForeignHashKind } from './foreign-hash-kind';

const derive = promisify(pbkdf2);

/** About half a second of a processor. */
const MOST_ITERATIONS = 1_000_000;
const FORM =
  /^\$pbkdf2-sha(?<bits>256|512)\$i=(?<iterations>\d{1,9}),l=(?<octets>\d{1,3})\$(?<salt>[A-Za-z0-9+/]{2,342})\$(?<hash>[A-Za-z0-9+/]{22,172})$/;

interface Parts {
  readonly digest: string;
  readonly iterations: number;
  readonly octets: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** PBKDF2 (RFC 8018) as Ory Hydra writes it: `$pbkdf2-sha256$i=25000,l=32$SALT$HASH`, both in base64 without padding. */
export const PBKDF2: ForeignHashKind = {
  name: 'pbkdf2',
  form: FORM,
  faultOf: (text) => {
    const { iterations, octets, hash } = partsOf(text);
    if (iterations < 1 || iterations > MOST_ITERATIONS) return `must have 1 to ${MOST_ITERATIONS} iterations`;
    return octets === hash.length ? undefined : 'must have a hash of the length that it names';
  },
  isSlow: true,
  verify: async (secret, text) => {
    const { digest, iterations, octets, salt, hash } = partsOf(text);
    return isSameHash(hash, await derive(secret, salt, iterations, octets, digest));
  },
};

const partsOf = (text: string): Parts => {
  const { bits = '', iterations, octets, salt = '', hash = '' } = FORM.exec(text)?.groups ?? {};
  return {
    digest: `sha${bits}`,
    iterations: Number(iterations),
    octets: Number(octets),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
};
