import { algorithm, CURVES, type KeyUse, PUBLIC_KEY_ENCRYPTION_ALGS } from './algorithms';
import { type Jwk, publicMembersOf } from './jwk';

const SIGNING_OPERATIONS = new Set<unknown>(['sign', 'verify']);

const curveOf = (crv: unknown): (typeof CURVES)[keyof typeof CURVES] | undefined =>
  typeof crv === 'string' && Object.hasOwn(CURVES, crv) ? CURVES[crv as keyof typeof CURVES] : undefined;

const useOf = (operation: unknown): KeyUse => (SIGNING_OPERATIONS.has(operation) ? 'sig' : 'enc');

/** Whether a curve is one of those of a type of key. RSA keys have none, whatever they contain as `crv`. */
export const isCurveOf = (kty: string, crv: unknown): boolean => kty === 'RSA' || curveOf(crv)?.kty === kty;

/**
 * Whether this server knows keys of that type and curve. Others are stored and not used (RFC 7517 section 5): a set may
 * contain a post-quantum key beside one on P-256.
 */
export const isKnown = ({ kty, crv }: Jwk): boolean =>
  publicMembersOf(kty) !== undefined && (typeof crv !== 'string' || isCurveOf(kty, crv));

/** Whether a public key can have this `alg`, as far as it is known here. */
const isOfPublicKeys = (alg: string): boolean =>
  algorithm(alg)?.kty.some((kty) => publicMembersOf(kty) !== undefined) === true;

/**
 * Whether this server uses the key at all: its type, its curve, its `use` and its `alg` are known here. Other keys are
 * stored for the servers that support them (RFC 7517 section 5).
 */
export const isUsable = (key: Jwk): boolean => {
  const { use, alg } = key;
  return (
    isKnown(key) &&
    (use === undefined || use === 'sig' || use === 'enc') &&
    (alg === undefined || (typeof alg === 'string' && isOfPublicKeys(alg)))
  );
};

/** Whether the key fits its `alg`, if it has one. An algorithm that is not known here may fit. */
export const fitsItsAlg = (key: Jwk): boolean => {
  const { alg } = key;
  return typeof alg !== 'string' || algorithm(alg) === undefined || fitsAlgorithm(key, alg);
};

/** Whether an algorithm can work with the key. */
export const fitsAlgorithm = ({ kty, crv }: Jwk, alg: string): boolean => {
  const row = algorithm(alg);
  return (
    row?.kty.some((one) => one === kty) === true &&
    (kty === 'RSA' || (isCurveOf(kty, crv) && row.crv?.some((one) => one === crv) === true))
  );
};

/** Whether this server can apply the algorithm with the key: the library does not implement every known curve. */
export const isImplemented = (key: Jwk, alg: string): boolean =>
  fitsAlgorithm(key, alg) && curveOf(key['crv'])?.isImplemented !== false;

/** Whether this server encrypts for the key by that algorithm. */
export const isEncryptedFor = (key: Jwk, alg: string): boolean =>
  isUsable(key) &&
  key['use'] === 'enc' &&
  (key['alg'] === undefined || key['alg'] === alg) &&
  PUBLIC_KEY_ENCRYPTION_ALGS.some((own) => own === alg) &&
  isImplemented(key, alg);

/** What the key is for, by its `use`, else by `key_ops`, else by `alg`, else by its curve. */
export const purposeOf = ({ use, key_ops, alg, crv }: Jwk): unknown => {
  if (use !== undefined) return use;
  if (Array.isArray(key_ops)) return key_ops.every((operation) => useOf(operation) === 'sig') ? 'sig' : 'enc';
  if (typeof alg === 'string') return algorithm(alg)?.use;
  const curve = curveOf(crv);
  return curve && 'use' in curve ? curve.use : undefined;
};

/** Whether the key may be used for that: it states this use, or none. */
export const hasPurpose = (key: Jwk, purpose: KeyUse): boolean =>
  isUsable(key) && (purposeOf(key) ?? purpose) === purpose;

/** Whether `use`, `key_ops` and `alg` name one use, as far as they are known here (RFC 7517 sections 4.2 to 4.4). */
export const agreesWithItself = ({ use, key_ops, alg }: Jwk): boolean => {
  const uses = [
    ...(use === 'sig' || use === 'enc' ? [use] : []),
    ...(Array.isArray(key_ops) ? key_ops.map(useOf) : []),
    ...(typeof alg === 'string' ? [algorithm(alg)?.use] : []),
  ].filter((one) => one !== undefined);
  return new Set(uses).size <= 1;
};
