import type { SecretKey } from './kinds/keys';

/** The default registrar, which the README uses. */
export const DEFAULT_REGISTRAR_ID = 'registerClient';

export const DEFAULT_REGISTRAR_SECRET = 'password';

/** The length of the output of `openssl rand -base64 24`. */
export const SECRET_LENGTH = 32;
/** The least number of different characters: 32 random characters have more, in hexadecimal too. */
const DIFFERENT_CHARACTERS = 8;
/** The least number of different bytes: 32 random bytes have fewer about once in 10^15 times. */
const DIFFERENT_BYTES = 16;

/** Whether a secret is the default, also in capitals, repeated, or with digits and signs around it. */
export const isDefaultSecret = (secret: string): boolean =>
  new RegExp(`^(${DEFAULT_REGISTRAR_SECRET})+$`).test(secret.toLowerCase().replaceAll(/[^a-z]/g, ''));

/** Whether a secret is long enough and varied enough to be the output of a random generator. */
export const looksRandom = (secret: string): boolean =>
  secret.length >= SECRET_LENGTH && new Set(secret).size >= DIFFERENT_CHARACTERS;

/** Whether a key has too few different bytes to be random. */
export const isRepetitive = ({ key }: SecretKey): boolean => new Set(key).size < DIFFERENT_BYTES;
