import type { ForeignHashKind } from './foreign-hash-kind';

/** Memory in KiB, passes, lanes. Two comparisons run at the same time, so they use twice this memory. */
const MOST = { m: 131_072, t: 10, p: 8 } as const;
/** Memory times passes: about a second of a processor. */
const MOST_WORK = 1_048_576;

/** A string in the PHC format: `$argon2id$v=19$m=65536,t=3,p=4$SALT$HASH` (RFC 9106). */
export const ARGON2: ForeignHashKind = {
  name: 'argon2',
  form: /^\$argon2(?:id|i|d)\$v=(?:16|19)\$m=\d{1,10},t=\d{1,10},p=\d{1,3}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,172}$/,
  faultOf: (hash) => {
    const { m, t, p } = costOf(hash);
    const isCheap = m <= MOST.m && t <= MOST.t && p <= MOST.p && m * t <= MOST_WORK;
    return isCheap
      ? undefined
      : `must need ${MOST.m} KiB of memory, ${MOST.t} passes and ${MOST.p} lanes at most, and memory times passes ${MOST_WORK} KiB`;
  },
  isSlow: true,
  verify: async (secret, hash) => (await import('@node-rs/argon2')).verify(hash, secret),
};

const costOf = (hash: string): Readonly<Record<keyof typeof MOST, number>> => {
  const [, m, t, p] = /m=(\d+),t=(\d+),p=(\d+)/.exec(hash) ?? [];
  return { m: Number(m), t: Number(t), p: Number(p) };
};
