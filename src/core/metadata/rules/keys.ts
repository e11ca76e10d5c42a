import { isSymmetric } from '../../jose/algorithms';
import type { Jwk } from '../../jose/jwk';
import { fitsAlgorithm, hasPurpose, isEncryptedFor } from '../../jose/key-use';
import type { Row } from '../metadata-row';
import { type MemberName, SENT_ROWS } from '../metadata-table';
import type { StoredMetadata } from '../client-metadata';
import { symmetricAlgsOf } from '../symmetric-members';
import { violation, type MetadataRule } from './rule';

/** A key of the client that an algorithm needs. */
interface ClientKey {
  /** Its name in refusals. */
  readonly kind: string;
  readonly fits: (key: Jwk, alg: string) => boolean;
}

/** The algorithm of a member, if it takes a key pair. RSA1_5 for access tokens, the default, requests nothing. */
const keyPairAlgOf = (metadata: StoredMetadata, member: MemberName): string | undefined => {
  const { [member]: alg } = metadata as Partial<Record<MemberName, unknown>>;
  const isDefault = member === 'token_encrypted_response_alg' && alg === 'RSA1_5';
  return isDefault || alg === 'none' || isSymmetric(alg) ? undefined : (alg as string | undefined);
};

/** A client that requests an algorithm publishes a key for it, by value or by reference. */
const keyIsPublished =
  (member: MemberName, { kind, fits }: ClientKey): MetadataRule =>
  (metadata) => {
    const { jwks, jwks_uri } = metadata;
    const alg = keyPairAlgOf(metadata, member);
    if (alg === undefined || jwks_uri !== undefined) return undefined;
    if (!jwks || jwks.keys.length === 0)
      return violation('jwks', `must hold a key for ${member}`, `send jwks or jwks_uri, or leave ${member} out`);
    return jwks.keys.some((key) => fits(key, alg))
      ? undefined
      : violation('jwks', `must hold ${kind} that fits ${alg}`, `add it with its use, or leave ${member} out`);
  };

const encrypts = (key: Jwk, alg: string): boolean => hasPurpose(key, 'enc') && fitsAlgorithm(key, alg);
const signs = (key: Jwk, alg: string): boolean => hasPurpose(key, 'sig') && fitsAlgorithm(key, alg);

/** The keys that an algorithm needs, by `clientKey` of its row. */
const CLIENT_KEYS: Readonly<Record<NonNullable<Row['clientKey']>, ClientKey>> = {
  encrypts: { kind: 'an encryption key', fits: encrypts },
  'encrypts here': { kind: 'an encryption key', fits: isEncryptedFor },
  signs: { kind: 'a signing key', fits: signs },
};

const keysArePublished: readonly MetadataRule[] = SENT_ROWS.flatMap(({ name, clientKey }) =>
  clientKey === undefined ? [] : [keyIsPublished(name, CLIENT_KEYS[clientKey])],
);

/** OpenID Core 1.0 sections 10.1 and 10.2: the key of a symmetric algorithm is the client secret, and a public client has none. */
const symmetricAlgsTakeASecret: MetadataRule = (metadata) =>
  metadata.token_endpoint_auth_method === 'none'
    ? symmetricAlgsOf(metadata)
        .filter(({ member }) => member !== 'token_endpoint_auth_signing_alg') // see `assertionAlgFitsMethod`
        .map(({ member, alg }) =>
          violation(
            member,
            `must not be ${alg}, which takes the client secret, for the method none`,
            'leave it out, or use an asymmetric algorithm',
          ),
        )
    : undefined;

/**
 * OpenID Registration 1.0 section 2, JARM section 3, CIBA 1.0 section 4: an algorithm that uses keys of the client
 * needs these keys.
 */
export const KEY_RULES: readonly MetadataRule[] = [symmetricAlgsTakeASecret, ...keysArePublished];
