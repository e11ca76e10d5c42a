import type { ClientFilter } from '../product';
import { createdAt, nameOf } from './searched-client';

/** A page that is measured. */
export interface Page {
  readonly name: string;
  /** Its parameters in a registry of a size; others at each call if they are random. */
  readonly filter: (size: number) => ClientFilter;
  /** What gives the cursor to begin after: the list of this filter, read to its first client. */
  readonly behind?: (size: number) => ClientFilter;
}

/** A tenth of the names of a hundred clients. */
const DIGITS_LEFT_OUT = 2;

const anyNumber = (size: number): number => Math.floor(Math.random() * size * 0.9);
const anyMoment = (size: number): Date => new Date(createdAt(anyNumber(size), size));

const page = (name: string, filter: ClientFilter): Page => ({ name, filter: () => filter });

/** The lists. "Rare" values have 20 clients in every registry; the shares of the others are in their names. */
export const PAGES: readonly Page[] = [
  page('no filter', {}),
  page('status: active, nine tenths', { status: 'active' }),
  page('status: pending, a tenth', { status: 'pending' }),
  page('status: disabled, rare', { status: 'disabled' }),
  page('name: of nearly all', { name: 'CLIENT' }),
  page('name: rare', { name: 'rare' }),
  page('host: a seventh', { redirect_host: 'host-1.example' }),
  page('host: rare', { redirect_host: 'rare.example' }),
  page('grant: a half', { grant_type: 'client_credentials' }),
  page('software: a fifth', { software_id: 'suite-1' }),
  page('software: rare', { software_id: 'rare-software' }),
  page('policy: a half', { policy: 'partners' }),
  page('policy: rare', { policy: 'rare-policy' }),
  page('policy: the newest tenth', { policy: 'late-policy' }),
  page('registrar: the newest tenth', { registrar: 'late-registrar' }),
  page('registrar: a third', { registrar: 'registrar-1' }),
  page('registrar: rare', { registrar: 'rare-registrar' }),
  page('initial access token: rare', { initial_access_token: 'rare-token' }),
  page('two rare: host, software', { redirect_host: 'rare.example', software_id: 'rare-software' }),
  page('a half and rare: grant, software', { grant_type: 'client_credentials', software_id: 'rare-software' }),
  page('name of nearly all and rare software', { name: 'client', software_id: 'rare-software' }),
  page('a half and the newest tenth: grant, policy', { grant_type: 'client_credentials', policy: 'late-policy' }),
  page('two halves with no client in both', { grant_type: 'client_credentials', policy: 'partners' }),
  { name: 'registered after any moment', filter: (size) => ({ registered_after: anyMoment(size) }) },
  page('used after: all', { used_after: new Date(Date.UTC(2025, 0, 1)) }),
  page('used after: rare', { used_after: new Date(Date.UTC(2026, 0, 1)) }),
  {
    name: 'cursor deep in all',
    filter: () => ({}),
    behind: (size) => ({ registered_after: anyMoment(size) }),
  },
  {
    name: 'cursor deep in the names',
    filter: () => ({ name: 'client' }),
    behind: (size) => ({ name: nameOf(anyNumber(size)).slice(0, -DIGITS_LEFT_OUT) }),
  },
  {
    name: 'cursor deep in a half',
    filter: () => ({ grant_type: 'client_credentials' }),
    behind: (size) => ({ registered_after: anyMoment(size), grant_type: 'client_credentials' }),
  },
];
