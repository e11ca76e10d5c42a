import { secretOctetsOf } from '../core/jose/algorithms';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import { symmetricAlgsOf } from '../core/metadata/symmetric-members';
import { needsOf } from '../core/metadata/vocabulary';

const DEFAULT_OCTETS = 32;
const MOST_OCTETS = 64;

/** What the metadata of a client require of its secret. */
export interface SecretRequirements {
  /** Whether the client has a secret at all. */
  readonly isNeeded: boolean;
  /** Its random octets: at least those of the longest hash that it keys (OpenID Core 1.0 section 16.19). */
  readonly octets: number;
  /** Whether the server needs the secret itself, not only its hash. */
  readonly isClear: boolean;
}

/** Decides whether a client has a secret, how long the secret is, and how the server keeps it. */
export const secretRequirements = (metadata: StoredMetadata): SecretRequirements => {
  const { token_endpoint_auth_method, token_endpoint_auth_signing_alg } = metadata;
  const { secret } = needsOf(token_endpoint_auth_method);
  const keyed = symmetricAlgsOf(metadata).map(({ alg }) => secretOctetsOf(alg));
  // Without a registered algorithm the client may use the longest one.
  const isOfAnyLength = secret === 'key' && token_endpoint_auth_signing_alg === undefined;
  return {
    isNeeded: token_endpoint_auth_method !== 'none' && (secret !== undefined || keyed.length > 0),
    octets: Math.max(DEFAULT_OCTETS, isOfAnyLength ? MOST_OCTETS : 0, ...keyed),
    isClear: keyed.length > 0 || secret === 'key',
  };
};
