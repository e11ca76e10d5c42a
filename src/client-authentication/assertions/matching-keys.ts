import type { Jwk } from '../../clients/metadata/kinds/key-set';
import { namesOfAlg } from './assertion-algs';
import type { Assertion } from './assertion';

interface KeyType {
  readonly kty: string;
  readonly crv?: string;
}

/** The key that each algorithm takes (RFC 7518 section 3.1, RFC 8037 section 3.1). */
const KEY_TYPES: Readonly<Record<string, KeyType>> = {
  ...Object.fromEntries(
    ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg) => [alg, { kty: 'RSA' }] as const),
  ),
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
};

/** The asymmetric algorithms whose signatures are verified. */
export const ASYMMETRIC_ALGS = Object.keys(KEY_TYPES);

/** So many keys are tried when the assertion names none: a set of thousands must not cost thousands of verifications. */
const MOST_TRIED = 8;

/** The keys of a set that may have signed: of the right type, for signatures, and the one that `kid` names if it does. */
export const matchingKeys = (keys: readonly Jwk[], { alg, kid }: Pick<Assertion, 'alg' | 'kid'>): Jwk[] => {
  const type = KEY_TYPES[alg];
  return keys
    .filter((key) => kid === undefined || key['kid'] === undefined || key['kid'] === kid)
    .filter((key) => type && key.kty === type.kty && (type.crv === undefined || key['crv'] === type.crv))
    .filter((key) => key['use'] === undefined || key['use'] === 'sig')
    .filter(({ key_ops }) => !Array.isArray(key_ops) || key_ops.includes('verify'))
    .filter((key) => typeof key['alg'] !== 'string' || namesOfAlg(key['alg']).includes(alg))
    .slice(0, MOST_TRIED);
};

/** The members that make a public key, free of `alg` and `use`, which were judged already. */
export const bareKey = (key: Jwk): Jwk =>
  Object.fromEntries(
    ['kty', 'crv', 'x', 'y', 'n', 'e']
      .filter((member) => key[member] !== undefined)
      .map((member) => [member, key[member]]),
  ) as Jwk;
