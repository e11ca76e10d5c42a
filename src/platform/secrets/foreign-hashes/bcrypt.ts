import type { ForeignHashKind } from './foreign-hash-kind';

/** The exponent of 2 of the rounds. 14 takes about a second of a processor. */
const MOST_COST = 14;

/** `$2b$12$` with salt and hash. `$2x$` is not among them: those hashes are of a faulty implementation. */
export const BCRYPT: ForeignHashKind = {
  name: 'bcrypt',
  form: /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/,
  faultOf: (hash) => (Number(hash.slice(4, 6)) > MOST_COST ? `must have a cost of ${MOST_COST} at most` : undefined),
  isSlow: true,
  verify: async (secret, hash) => (await import('@node-rs/bcrypt')).verify(secret, hash),
};
