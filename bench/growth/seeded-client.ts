import { createHash } from 'node:crypto';
import type { KnownClient } from '../load/requests';
import { hashUnder } from '../product';

/** The registry is as if its clients had been registered evenly over this year. */
const BEGAN = Date.UTC(2025, 0, 1);
const ENDED = Date.UTC(2026, 0, 1);
const KEY = createHash('sha256').update('the key of seeded registries').digest();
const NAME_DIGITS = 9;

/** The SECRET_KEYS of every server that is started on a seeded registry. */
export const SECRET_KEYS = `1:${KEY.toString('base64')}`;

const hash = hashUnder(KEY);

/** Any client of a registry of this size can be driven: all that it knows follows from its number. */
export const seededClient = (number: number, size: number): KnownClient => ({
  client_id: uuidv7(createdAt(number, size), digest('client', number).toString('hex')),
  client_secret: digest('secret', number).toString('base64url'),
  registration_access_token: digest('token', number).toString('base64url'),
});

/** RFC 9562 section 5.7. */
export const uuidv7 = (ms: number, hex: string): string => {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
};

/** The first identifier that no seeded client has: those registered since are beyond it. */
export const BEYOND = uuidv7(ENDED, '0'.repeat(18));

export const nameOf = (number: number): string => `Client ${String(number).padStart(NAME_DIGITS, '0')}`;

/** What is written of a seeded client: identifier, name, the hashes of its secret and its token, its moment. */
export type SeededRow = readonly [string, string, string, string, number];

/** The hashes are those that the server itself makes. */
export const seededRow = (number: number, size: number): SeededRow => {
  const { client_id, client_secret, registration_access_token } = seededClient(number, size);
  return [client_id, nameOf(number), hash(client_secret), hash(registration_access_token), createdAt(number, size)];
};

const createdAt = (number: number, size: number): number => Math.floor(BEGAN + ((ENDED - BEGAN) * number) / size);

const digest = (what: string, number: number): Buffer => createHash('sha256').update(`${what} ${number}`).digest();
