import { constants, type SignKeyObjectInput } from 'node:crypto';

/** What a key is used for (RFC 7517 section 4.2). */
export type KeyUse = 'sig' | 'enc';

/** The type of a key (RFC 7518 section 6.1, RFC 8037 section 2). `oct` is a shared secret. */
export type KeyType = 'RSA' | 'EC' | 'OKP' | 'oct';

/** One curve: the type of its keys, what they are for if only one use is possible, and whether jose implements it. */
interface Curve {
  readonly kty: KeyType;
  readonly use?: KeyUse;
  readonly isImplemented: boolean;
}

/** The curves that are known here (RFC 7518 section 6.2.1.1, RFC 8037 section 2). */
export const CURVES = {
  'P-256': { kty: 'EC', isImplemented: true },
  'P-384': { kty: 'EC', isImplemented: true },
  'P-521': { kty: 'EC', isImplemented: true },
  Ed25519: { kty: 'OKP', use: 'sig', isImplemented: true },
  Ed448: { kty: 'OKP', use: 'sig', isImplemented: false },
  X25519: { kty: 'OKP', use: 'enc', isImplemented: true },
  X448: { kty: 'OKP', use: 'enc', isImplemented: false },
} as const satisfies Record<string, Curve>;
type CurveName = keyof typeof CURVES;

/** One algorithm: everything that the code needs to know about it. */
export interface Algorithm {
  readonly use: KeyUse;
  /** The types of its keys; none for `none`. */
  readonly kty: readonly KeyType[];
  /** The curves of its keys, if they have curves. */
  readonly crv?: readonly CurveName[];
  /** The octets that a shared secret must have at least (RFC 7518 section 3.2). */
  readonly secretOctets?: number;
}

/** How `sign` and `verify` of node:crypto apply a signature algorithm. */
export interface Signing extends Omit<SignKeyObjectInput, 'key'> {
  readonly hash: string | null;
}

interface SignatureAlgorithm extends Algorithm {
  readonly signing: Signing;
  /** Whether a signature takes about as long as passing it to a thread: 20 microseconds, where the others take 200 to 1200. */
  readonly isQuick?: true;
}

const pkcs1 = (hash: string): SignatureAlgorithm => ({ use: 'sig', kty: ['RSA'], signing: { hash } });

const pss = (hash: string): SignatureAlgorithm => ({
  use: 'sig',
  kty: ['RSA'],
  signing: { hash, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
});

const ecdsa = (crv: CurveName, hash: string): SignatureAlgorithm => ({
  use: 'sig',
  kty: ['EC'],
  crv: [crv],
  signing: { hash, dsaEncoding: 'ieee-p1363' },
});

const eddsa = (...crv: readonly CurveName[]): SignatureAlgorithm => ({
  use: 'sig',
  kty: ['OKP'],
  crv,
  signing: { hash: null },
});

/** Signatures with a key pair (RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 9864 section 2.2). */
const SIGNATURES = {
  RS256: pkcs1('sha256'),
  RS384: pkcs1('sha384'),
  RS512: pkcs1('sha512'),
  PS256: pss('sha256'),
  PS384: pss('sha384'),
  PS512: pss('sha512'),
  ES256: { ...ecdsa('P-256', 'sha256'), isQuick: true },
  ES384: ecdsa('P-384', 'sha384'),
  ES512: ecdsa('P-521', 'sha512'),
  EdDSA: { ...eddsa('Ed25519', 'Ed448'), isQuick: true },
  Ed25519: { ...eddsa('Ed25519'), isQuick: true },
} satisfies Record<string, SignatureAlgorithm>;

const mac = (secretOctets: number): Algorithm => ({ use: 'sig', kty: ['oct'], secretOctets });

/** Signatures with a shared secret (RFC 7518 section 3.2). */
const MACS = { HS256: mac(32), HS384: mac(48), HS512: mac(64) } satisfies Record<string, Algorithm>;

const rsaEncryption: Algorithm = { use: 'enc', kty: ['RSA'] };
const agreement: Algorithm = {
  use: 'enc',
  kty: ['EC', 'OKP'],
  crv: ['P-256', 'P-384', 'P-521', 'X25519', 'X448'],
};

/** Key management with the public key of the recipient (RFC 7518 section 4.1). */
const PUBLIC_KEY_ENCRYPTIONS = {
  'RSA-OAEP': rsaEncryption,
  'RSA-OAEP-256': rsaEncryption,
  'ECDH-ES': agreement,
  'ECDH-ES+A128KW': agreement,
  'ECDH-ES+A192KW': agreement,
  'ECDH-ES+A256KW': agreement,
} satisfies Record<string, Algorithm>;

const secretEncryption: Algorithm = { use: 'enc', kty: ['oct'] };

/** Key management with a key derived from the client secret (RFC 7518 section 4.1, OpenID Core 1.0 section 10.2). */
const SECRET_ENCRYPTIONS = {
  dir: secretEncryption,
  A128KW: secretEncryption,
  A192KW: secretEncryption,
  A256KW: secretEncryption,
  A128GCMKW: secretEncryption,
  A192GCMKW: secretEncryption,
  A256GCMKW: secretEncryption,
} satisfies Record<string, Algorithm>;

/** Algorithms that this server never applies. It knows them in order to check keys that have one of them as `alg`. */
const NEVER_APPLIED = {
  none: { use: 'sig', kty: [] },
  Ed448: eddsa('Ed448'),
  RSA1_5: rsaEncryption,
  'RSA-OAEP-384': rsaEncryption,
  'RSA-OAEP-512': rsaEncryption,
  'PBES2-HS256+A128KW': secretEncryption,
  'PBES2-HS384+A192KW': secretEncryption,
  'PBES2-HS512+A256KW': secretEncryption,
} satisfies Record<string, Algorithm>;

const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>(
  Object.entries({ ...SIGNATURES, ...MACS, ...PUBLIC_KEY_ENCRYPTIONS, ...SECRET_ENCRYPTIONS, ...NEVER_APPLIED }),
);

const namesOf = <Name extends string>(rows: Readonly<Record<Name, Algorithm>>): readonly Name[] =>
  Object.keys(rows) as Name[];

export type SigningAlg = keyof typeof SIGNATURES;
/** The asymmetric signature algorithms. This server signs with each of them, and accepts signatures by each. */
export const SIGNING_ALGS = namesOf(SIGNATURES);

export type MacAlg = keyof typeof MACS;
export const MAC_ALGS = namesOf(MACS);

export type PublicKeyEncryptionAlg = keyof typeof PUBLIC_KEY_ENCRYPTIONS;
/** The algorithms by which this server encrypts. */
export const PUBLIC_KEY_ENCRYPTION_ALGS = namesOf(PUBLIC_KEY_ENCRYPTIONS);

export type SecretEncryptionAlg = keyof typeof SECRET_ENCRYPTIONS;
export const SECRET_ENCRYPTION_ALGS = namesOf(SECRET_ENCRYPTIONS);

/** Content encryption (RFC 7518 section 5.1). */
export const ENCRYPTION_ENCS = [
  'A128CBC-HS256',
  'A192CBC-HS384',
  'A256CBC-HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
] as const;

/** The row of an algorithm, or `undefined` for one that is not known here. */
export const algorithm = (alg: string): Algorithm | undefined => ALGORITHMS.get(alg);

/** How node:crypto applies a signature algorithm. */
export const signingBy = (alg: SigningAlg): Signing => SIGNATURES[alg].signing;

/** Whether a signature by this algorithm takes less time than a thread of the pool saves. */
export const isQuickToSign = (alg: SigningAlg): boolean => {
  const signature: SignatureAlgorithm = SIGNATURES[alg];
  return signature.isQuick === true;
};

/** Whether an algorithm takes a shared secret, which is the client secret, as its key (OpenID Core 1.0 section 10). */
export const isSymmetric = (alg: unknown): alg is string =>
  typeof alg === 'string' && algorithm(alg)?.kty.includes('oct') === true;

/** The octets that a secret must have at least for an algorithm: an encryption hashes a secret of any length. */
export const secretOctetsOf = (alg: string): number => algorithm(alg)?.secretOctets ?? 0;

/** EdDSA with an Ed25519 key and Ed25519 are one algorithm with two names (RFC 9864 section 2.2). */
const ED25519_NAMES: readonly string[] = ['EdDSA', 'Ed25519'] satisfies SigningAlg[];

/** Whether two names mean the same algorithm. */
export const isSameAlg = (one: string, other: string): boolean =>
  one === other || (ED25519_NAMES.includes(one) && ED25519_NAMES.includes(other));
