import { createHash } from 'node:crypto';
import { uuidv7 } from '../growth/seeded-client';
import { aWebClient } from '../load/requests';

/** The clients were registered evenly over this year. */
const BEGAN = Date.UTC(2025, 0, 1);
const YEAR_MS = Date.UTC(2026, 0, 1) - BEGAN;
const HOUR_MS = 3_600_000;
/** So many clients of every registry have the rare values. */
const RARE_CLIENTS = 20;

/** A row of `clients` as far as clients differ from each other. The rest is as the server wrote it for the first one. */
export interface SearchedClient {
  readonly client_id: string;
  readonly status: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly policies: readonly { readonly name: string; readonly version: number }[];
  readonly registrar: string;
  readonly initial_access_token: string | null;
  readonly created_at: number;
  readonly last_used_at: number;
}

export const createdAt = (number: number, size: number): number => Math.floor(BEGAN + (YEAR_MS * number) / size);

export const nameOf = (number: number): string => `Client ${String(number).padStart(9, '0')}`;

/** Values of the newest clients, a tenth of all: from the oldest on there is none for long. */
const isLate = (number: number, size: number): boolean => number >= size * 0.9;

/** Rare clients are spread evenly over the registry. */
const isRare = (number: number, size: number): boolean => number % Math.floor(size / RARE_CLIENTS) === 7;

/** The client with a number. Takes the metadata of the client that the server registered. */
export const searchedClient = (
  stored: Readonly<Record<string, unknown>>,
  number: number,
  size: number,
): SearchedClient => {
  const created_at = createdAt(number, size);
  const client_id = uuidv7(created_at, createHash('sha256').update(String(number)).digest('hex'));
  const rest = { client_id, created_at };
  if (isRare(number, size)) return rareClient(stored, number, rest);
  const client = usualClient(stored, number, rest);
  return isLate(number, size) ? lateClient(client) : client;
};

type Born = Pick<SearchedClient, 'client_id' | 'created_at'>;

const usualClient = (stored: object, number: number, born: Born): SearchedClient => ({
  ...born,
  status: number % 10 === 3 ? 'pending' : 'active',
  metadata: {
    ...stored,
    client_name: nameOf(number),
    redirect_uris: [`https://host-${number % 7}.example/callback`],
    grant_types: ['authorization_code', 'refresh_token', ...(number % 2 === 0 ? ['client_credentials'] : [])],
    // A hundredth of the software has one client.
    software_id: number % 100 === 5 ? `own-${number}` : `suite-${number % 5}`,
  },
  policies: number % 2 === 1 ? [{ name: 'partners', version: 1 }] : [],
  registrar: `registrar-${number % 3}`,
  initial_access_token: null,
  last_used_at: born.created_at + HOUR_MS,
});

const lateClient = (client: SearchedClient): SearchedClient => ({
  ...client,
  policies: [...client.policies, { name: 'late-policy', version: 1 }],
  registrar: 'late-registrar',
});

const rareClient = (stored: object, number: number, born: Born): SearchedClient => ({
  ...born,
  status: 'disabled',
  metadata: {
    ...stored,
    client_name: `Rare ${number}`,
    redirect_uris: ['https://rare.example/callback'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    software_id: 'rare-software',
  },
  policies: [{ name: 'rare-policy', version: 1 }],
  registrar: 'rare-registrar',
  initial_access_token: 'rare-token',
  last_used_at: BEGAN + YEAR_MS + HOUR_MS,
});

/** The metadata that the first client is registered with. */
export const FIRST = { ...aWebClient('The first client'), software_id: 'suite-0' } as const;
