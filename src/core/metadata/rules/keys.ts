import { isSymmetric } from '../../jose/algorithms';
import type { Jwk } from '../../jose/jwk';
import { fitsAlgorithm, hasPurpose, isEncryptedFor } from '../../jose/key-use';
import { symmetricAlgsOf } from '../symmetric-members';
import { violation, type MetadataRule } from './rule';

/** The members with an algorithm for JWTs that are encrypted for the client, or signed by it. */
const ENCRYPTED_BY_OTHERS = [
  'id_token_encrypted_response_alg',
  'userinfo_encrypted_response_alg',
  'authorization_encrypted_response_alg',
  'nfv_token_encrypted_response_alg',
] as const;
const ENCRYPTED_HERE = ['token_encrypted_response_alg', 'introspection_encrypted_response_alg'] as const;
const SIGNED_BY_THE_CLIENT = ['request_object_signing_alg', 'backchannel_authentication_request_signing_alg'] as const;

type AlgMember =
  (typeof ENCRYPTED_BY_OTHERS)[number] | (typeof ENCRYPTED_HERE)[number] | (typeof SIGNED_BY_THE_CLIENT)[number];

/**
 * A client that requests an algorithm publishes a key for it, by value or by reference. RSA1_5 for access tokens, the
 * default, requests nothing.
 */
const keyIsPublished =
  (member: AlgMember, kind: string, fits: (key: Jwk, alg: string) => boolean): MetadataRule =>
  (metadata) => {
    const { jwks, jwks_uri } = metadata;
    const alg = metadata[member];
    const isDefault = member === 'token_encrypted_response_alg' && alg === 'RSA1_5';
    if (alg === undefined || alg === 'none' || isDefault || isSymmetric(alg) || jwks_uri !== undefined)
      return undefined;
    if (!jwks || jwks.keys.length === 0)
      return violation('jwks', `must hold a key for ${member}`, `send jwks or jwks_uri, or leave ${member} out`);
    return jwks.keys.some((key) => fits(key, alg))
      ? undefined
      : violation('jwks', `must hold ${kind} that fits ${String(alg)}`, `add it with its use, or leave ${member} out`);
  };

const encrypts = (key: Jwk, alg: string): boolean => hasPurpose(key, 'enc') && fitsAlgorithm(key, alg);
const signs = (key: Jwk, alg: string): boolean => hasPurpose(key, 'sig') && fitsAlgorithm(key, alg);

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
export const KEY_RULES: readonly MetadataRule[] = [
  symmetricAlgsTakeASecret,
  ...ENCRYPTED_BY_OTHERS.map((member) => keyIsPublished(member, 'an encryption key', encrypts)),
  ...ENCRYPTED_HERE.map((member) => keyIsPublished(member, 'an encryption key', isEncryptedFor)),
  ...SIGNED_BY_THE_CLIENT.map((member) => keyIsPublished(member, 'a signing key', signs)),
];
