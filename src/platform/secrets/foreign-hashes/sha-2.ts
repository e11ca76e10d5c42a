import { createHash } from 'node:crypto';
import type { ForeignHashKind } from './foreign-hash-kind';
import { isSameHash } from './is-same-hash';

const FORM = /^\$sha(?<bits>256|512)\$(?<hash>[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)$/;
const OCTETS: Readonly<Record<string, number>> = { 256: 32, 512: 64 };

/**
 * A plain hash of SHA-2 in base64, as IdentityServer stores secrets, with its name before it: `$sha256$HASH`. It protects
 * only random secrets.
 */
export const SHA_2: ForeignHashKind = {
  name: 'sha-2',
  form: FORM,
  faultOf: (text) => {
    const { bits, hash } = partsOf(text);
    return hash.length === OCTETS[bits] ? undefined : 'must have the length of its algorithm';
  },
  isSlow: false,
  verify: (secret, text) => {
    const { bits, hash } = partsOf(text);
    return Promise.resolve(isSameHash(hash, createHash(`sha${bits}`).update(secret).digest()));
  },
};

const partsOf = (text: string): { readonly bits: string; readonly hash: Buffer } => {
  const { bits = '', hash = '' } = FORM.exec(text)?.groups ?? {};
  return { bits, hash: Buffer.from(hash, 'base64') };
};

/** The hash of SHA-256 or SHA-512 in base64 as this server stores it; nothing if the text is not of that length. */
export const shaOfBase64 = (text: string): string | undefined => {
  const bits = { 44: 256, 88: 512 }[text.length];
  const hash = bits === undefined ? '' : `$sha${bits}$${text}`;
  return FORM.test(hash) ? hash : undefined;
};
