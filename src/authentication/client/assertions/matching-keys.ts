import type { Jwk } from '../../../core/metadata/kinds/jwk';
import { MOST_TRIED } from '../../../core/metadata/kinds/key-set';
import { isCheapToUse } from '../../../core/metadata/kinds/public-key';
import { AuthenticationFailed } from '../client-authentication-method';
import type { Assertion } from './assertion';
import { namesOfAlg } from './assertion-algs';

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

/**
 * The keys of a set that may have signed: of the right type, for signatures, and those that `kid` names if it does; a
 * key without a name may be any. Throws {@link AuthenticationFailed} when more fit than are tried.
 */
export const matchingKeys = (keys: readonly Jwk[], { alg, kid }: Pick<Assertion, 'alg' | 'kid'>): Jwk[] => {
  const type = KEY_TYPES[alg];
  const fitting = keys
    .filter((key) => type && key.kty === type.kty && (type.crv === undefined || key['crv'] === type.crv))
    .filter((key) => key['use'] === undefined || key['use'] === 'sig')
    .filter(({ key_ops }) => !Array.isArray(key_ops) || key_ops.includes('verify'))
    .filter((key) => typeof key['alg'] !== 'string' || namesOfAlg(key['alg']).includes(alg))
    .filter(isCheapToUse);
  const named = fitting.filter((key) => kid !== undefined && key['kid'] === kid);
  const unnamed = fitting.filter((key) => kid === undefined || key['kid'] === undefined);
  const possible = named.length > 0 ? named : unnamed;
  if (possible.length > MOST_TRIED)
    throw new AuthenticationFailed(`more than ${MOST_TRIED} keys fit; the assertion must name its key by kid`);
  return possible;
};

/** The members that make a public key, free of `alg` and `use`, which were judged already. */
export const bareKey = (key: Jwk): Jwk =>
  Object.fromEntries(
    ['kty', 'crv', 'x', 'y', 'n', 'e']
      .filter((member) => key[member] !== undefined)
      .map((member) => [member, key[member]]),
  ) as Jwk;
