import type { SecretKey } from './kinds/keys';

/** The registrar for trying out; it stands in the README. */
export const DEFAULT_REGISTRAR_ID = 'registerClient';

export const DEFAULT_REGISTRAR_SECRET = 'password';

/** `openssl rand -base64 24` has as many. */
export const SECRET_LENGTH = 32;
/** 32 random characters of any alphabet in use have more. */
const DIFFERENT_CHARACTERS = 8;
/** 32 random bytes have fewer about once in 10^15 times. */
const DIFFERENT_BYTES = 16;

/** Whether a secret is the default, also in capitals, repeated, or with digits and signs about it. */
export const isDefaultSecret = (secret: string): boolean =>
  new RegExp(`^(${DEFAULT_REGISTRAR_SECRET})+$`).test(secret.toLowerCase().replaceAll(/[^a-z]/g, ''));

/** Whether a secret is long enough and varied enough to be the output of a random generator. */
export const looksRandom = (secret: string): boolean =>
  secret.length >= SECRET_LENGTH && new Set(secret).size >= DIFFERENT_CHARACTERS;

/** Whether the bytes of a key repeat, as no random generator has them. */
export const isRepetitive = ({ key }: SecretKey): boolean => new Set(key).size < DIFFERENT_BYTES;
