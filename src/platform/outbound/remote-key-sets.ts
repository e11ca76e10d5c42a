import type { Jwk } from '../../core/jose/jwk';
import { soundKeysOf } from '../../core/jose/sound-keys';
import type { KeySource } from '../../core/jose/key-source';
import { isOutboundError, type OutboundError, UnexpectedDocument } from './outbound-errors';
import type { OutboundHttpService } from './outbound-http.service';
import type { Purpose } from './outbound-request';
import { RememberedDocuments } from './remembered-documents';

const LIFETIME_MS = 5 * 60_000;
const REQUEST_INTERVAL_MS = 30_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Key sets of clients or of issuers. */
export type RemoteKeySets = RememberedDocuments<readonly Jwk[]>;

/**
 * The public keys at addresses, for one purpose. They follow the rules of registered keys and are remembered for five
 * minutes. For a key that is not among them, the address is requested again, at most every half minute. A key set may
 * have any media type.
 */
export const remoteKeySets = (
  outbound: OutboundHttpService,
  purpose: Purpose,
  permitsPlainLoopback = false,
): RemoteKeySets =>
  new RememberedDocuments<readonly Jwk[]>(outbound, {
    purpose,
    lifetimeMs: LIFETIME_MS,
    requestIntervalMs: REQUEST_INTERVAL_MS,
    mostBytes: MOST_BYTES,
    anyMediaType: true,
    permitsPlainLoopback,
    read: (json) => {
      const keys = soundKeysOf(json);
      if (!keys) throw new UnexpectedDocument('the document is no JWK Set');
      return keys;
    },
  });

/** The keys at an address. `refusal` gives the error that is thrown if the address does not give them. */
export const keysAt = (uri: string, sets: RemoteKeySets, refusal: (cause: OutboundError) => Error): KeySource => {
  const orRefusal = (keys: Promise<readonly Jwk[]>): Promise<readonly Jwk[]> =>
    keys.catch((cause: unknown) => {
      throw isOutboundError(cause) ? refusal(cause) : cause;
    });
  return { current: () => orRefusal(sets.current(uri)), renewed: () => orRefusal(sets.renewed(uri)) };
};
