import { OWN_ENCRYPTION_ALGS } from '../vocabulary';
import type { Jwk } from './jwk';
import { isKnown } from './public-key';

/** What an algorithm needs of a key: its type, its curves, what it is for (RFC 7518, RFC 8037, RFC 9864). */
interface Fit {
  readonly names: RegExp;
  readonly kty: readonly string[];
  readonly crv?: readonly string[];
  readonly use: 'sig' | 'enc';
}

const FITS: readonly Fit[] = [
  { names: /^[RP]S(256|384|512)$/, kty: ['RSA'], use: 'sig' },
  { names: /^ES256$/, kty: ['EC'], crv: ['P-256'], use: 'sig' },
  { names: /^ES384$/, kty: ['EC'], crv: ['P-384'], use: 'sig' },
  { names: /^ES512$/, kty: ['EC'], crv: ['P-521'], use: 'sig' },
  { names: /^EdDSA$/, kty: ['OKP'], crv: ['Ed25519', 'Ed448'], use: 'sig' },
  { names: /^Ed25519$/, kty: ['OKP'], crv: ['Ed25519'], use: 'sig' },
  { names: /^Ed448$/, kty: ['OKP'], crv: ['Ed448'], use: 'sig' },
  { names: /^RSA(1_5|-OAEP(-(256|384|512))?)$/, kty: ['RSA'], use: 'enc' },
  { names: /^ECDH-ES(\+A(128|192|256)KW)?$/, kty: ['EC'], crv: ['P-256', 'P-384', 'P-521'], use: 'enc' },
  { names: /^ECDH-ES(\+A(128|192|256)KW)?$/, kty: ['OKP'], crv: ['X25519', 'X448'], use: 'enc' },
];

const SIGNING_OPERATIONS = new Set<unknown>(['sign', 'verify']);

/** Algorithms that are no business of public keys: with a shared key, or with none (RFC 7518 sections 3.2 and 4.1). */
const KEYLESS = /^(HS\d{3}|A\d{3}(GCM)?KW|dir|PBES2-.*|none)$/;

const isKnownAlg = (alg: string): boolean => FITS.some(({ names }) => names.test(alg));

/**
 * Whether this server uses the key at all: its type, its curve, its `use` and its `alg` are known here. Others are kept
 * for those who know them (RFC 7517 section 5).
 */
export const isUsable = (key: Jwk): boolean => {
  const { use, alg } = key;
  return (
    isKnown(key) &&
    (use === undefined || use === 'sig' || use === 'enc') &&
    (alg === undefined || (typeof alg === 'string' && isKnownAlg(alg)))
  );
};

/** Whether a key says it is for an algorithm that it does not fit; an algorithm that is unknown here may fit. */
export const contradictsItsAlg = (key: Jwk): boolean => {
  const { alg } = key;
  return typeof alg === 'string' && (isKnownAlg(alg) || KEYLESS.test(alg)) && !fitsAlgorithm(key, alg);
};

/** Whether an algorithm can work with the key. */
export const fitsAlgorithm = ({ kty, crv }: Jwk, alg: string): boolean =>
  FITS.some((fit) => fit.names.test(alg) && fit.kty.includes(kty) && (!fit.crv || fit.crv.includes(String(crv))));

/** Whether this server encrypts for the key by that algorithm: never by RSA1_5, and its library does not know X448. */
export const isEncryptedFor = (key: Jwk, alg: string): boolean =>
  isUsable(key) &&
  key['use'] === 'enc' &&
  (key['alg'] === undefined || key['alg'] === alg) &&
  OWN_ENCRYPTION_ALGS.some((own) => own === alg) &&
  fitsAlgorithm(key, alg) &&
  key['crv'] !== 'X448';

/** What the key says it is for: by `use`, else by `key_ops`, else by `alg`, else by its curve. */
export const purposeOf = ({ use, key_ops, alg, crv }: Jwk): unknown => {
  if (use !== undefined) return use;
  if (Array.isArray(key_ops)) return key_ops.every((operation) => SIGNING_OPERATIONS.has(operation)) ? 'sig' : 'enc';
  if (typeof alg === 'string') return FITS.find(({ names }) => names.test(alg))?.use;
  return /^X/.test(String(crv)) ? 'enc' : /^Ed/.test(String(crv)) ? 'sig' : undefined;
};

/** Whether the key may be used for that: it says so, or it says nothing. */
export const hasPurpose = (key: Jwk, purpose: 'sig' | 'enc'): boolean =>
  isUsable(key) && (purposeOf(key) ?? purpose) === purpose;

/** RFC 7517 sections 4.2 to 4.4: `use`, `key_ops` and `alg` tell the same story, where they are known here. */
export const agreesWithItself = (key: Jwk): boolean => {
  const { use, key_ops, alg } = key;
  const stories = [
    ...(use === 'sig' || use === 'enc' ? [use] : []),
    ...(Array.isArray(key_ops) ? key_ops.map((operation) => (SIGNING_OPERATIONS.has(operation) ? 'sig' : 'enc')) : []),
    ...(typeof alg === 'string' ? [FITS.find(({ names }) => names.test(alg))?.use] : []),
  ].filter((story) => story !== undefined);
  return new Set(stories).size <= 1;
};
