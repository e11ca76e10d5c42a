import { hash } from 'node:crypto';

/** The SHA-256 of a text (as UTF-8) or of octets, in base64url. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'base64url');

/** The SHA-256 of several values. They are hashed as one JSON array, so that different values never read the same. */
export const sha256OfParts = (parts: readonly unknown[]): string => sha256(JSON.stringify(parts));
