import { randomBytes } from 'node:crypto';

/** 32 random bytes in base64, as `openssl rand -base64 32` prints them. */
export const randomSecret = (): string => randomBytes(32).toString('base64');
