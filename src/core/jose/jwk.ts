/** A JSON Web Key (RFC 7517 section 4). */
export type Jwk = { readonly kty: string } & Readonly<Record<string, unknown>>;

/** A JWK Set (RFC 7517 section 5). */
export interface JwkSet {
  readonly keys: readonly Jwk[];
}

/** The members that make up a public key of each type (RFC 7518 section 6, RFC 8037 section 2). */
const PUBLIC_MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['RSA', ['n', 'e']],
  ['EC', ['crv', 'x', 'y']],
  ['OKP', ['crv', 'x']],
]);

/** The private members of RSA, EC, OKP and AKP keys, and the symmetric key (RFC 7518 section 6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** The members that make up a public key of this type, or `undefined` for a type that is not known here. */
export const publicMembersOf = (kty: string): readonly string[] | undefined => PUBLIC_MEMBERS.get(kty);

/** Whether a key has neither a private nor a symmetric part. */
export const isPublic = (key: Readonly<Record<string, unknown>>): boolean =>
  key['kty'] !== 'oct' && !PRIVATE_MEMBERS.some((name) => Object.hasOwn(key, name));

/**
 * The members that make up the key and no others. A library may refuse a key because of other members, such as
 * `key_ops` of the private key, or `ext`.
 */
export const bareKey = (key: Jwk): Jwk => {
  const bare: Record<string, unknown> & { kty: string } = { kty: key.kty };
  for (const member of publicMembersOf(key.kty) ?? []) if (key[member] !== undefined) bare[member] = key[member];
  return bare;
};
