import type { Jwk } from '../../core/metadata/kinds/jwk';
import { soundKeysOf } from '../../core/metadata/kinds/sound-keys';
import type { GuardedFetchService, Purpose } from './guarded-fetch.service';
import { UnexpectedDocument } from './outbound-failed';
import { RememberedDocuments } from './remembered-documents';

const LIFETIME_MS = 5 * 60_000;
const ASK_AT_MOST_EVERY_MS = 30_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Key sets of clients or of issuers. */
export type RemoteKeySets = RememberedDocuments<readonly Jwk[]>;

/**
 * The public keys at addresses, for one purpose: held to the rules of registered keys, remembered for five minutes, and
 * asked for again for a key that is not among them, at most every half minute. What is a key set is one whatever its
 * media type.
 */
export const remoteKeySets = (fetching: GuardedFetchService, purpose: Purpose): RemoteKeySets =>
  new RememberedDocuments<readonly Jwk[]>(fetching, {
    purpose,
    lifetimeMs: LIFETIME_MS,
    askAtMostEveryMs: ASK_AT_MOST_EVERY_MS,
    mostBytes: MOST_BYTES,
    anyMediaType: true,
    read: (json) => {
      const keys = soundKeysOf(json);
      if (!keys) throw new UnexpectedDocument('the document is no JWK Set');
      return keys;
    },
  });
