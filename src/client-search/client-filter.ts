import type { ClientStatus } from '../clients/client.entity';
import type { ListedClient } from '../clients/client.repository';
import { folded, namesOf, redirectHostsOf } from './terms/terms-of-client';

/** Which clients a list has: those that every member selects. */
export interface ClientFilter {
  /** The identifier, or the beginning of one. */
  readonly client_id?: string;
  /** The beginning of a name, in any language, without regard to case. */
  readonly name?: string;
  readonly status?: ClientStatus;
  readonly software_id?: string;
  readonly registrar?: string;
  /** The id of an initial access token. */
  readonly initial_access_token?: string;
  /** The name of a policy that admitted the client. */
  readonly policy?: string;
  /** A host of its redirect URIs. */
  readonly redirect_host?: string;
  readonly grant_type?: string;
  readonly registered_after?: Date;
  readonly registered_before?: Date;
  readonly used_after?: Date;
  /** A client that was never used was not used before any moment: it counts by its registration. */
  readonly used_before?: Date;
}

type Checks = {
  readonly [Member in keyof ClientFilter]-?: (
    client: ListedClient,
    value: NonNullable<ClientFilter[Member]>,
  ) => boolean;
};

const lastUseOf = ({ last_used_at, created_at }: ListedClient): Date => last_used_at ?? created_at;

/** What each member asks of a client as it is stored. */
const CHECKS: Checks = {
  client_id: ({ client_id }, beginning) => client_id.startsWith(beginning),
  name: (client, beginning) => namesOf(client).some((name) => name.startsWith(folded(beginning))),
  status: ({ status }, wanted) => status === wanted,
  software_id: ({ metadata: { software_id } }, wanted) => software_id === wanted,
  registrar: ({ registrar }, wanted) => registrar === wanted,
  initial_access_token: ({ initial_access_token }, wanted) => initial_access_token === wanted,
  policy: ({ policies }, wanted) => (policies ?? []).some(({ name }) => name === wanted),
  redirect_host: (client, host) => redirectHostsOf(client).includes(host.toLowerCase()),
  grant_type: ({ metadata: { grant_types } }, wanted) => grant_types.some((one) => one === wanted),
  registered_after: ({ created_at }, moment) => created_at >= moment,
  registered_before: ({ created_at }, moment) => created_at < moment,
  used_after: ({ last_used_at }, moment) => last_used_at !== null && last_used_at >= moment,
  used_before: (client, moment) => lastUseOf(client) < moment,
};

/** The members that a filter may have. */
export const FILTER_MEMBERS = Object.keys(CHECKS) as readonly (keyof ClientFilter)[];

/** Whether a client as it is stored is one of a filter. */
export const matches = (filter: ClientFilter, client: ListedClient): boolean =>
  FILTER_MEMBERS.every((member) => isMet(filter, member, client));

const isMet = <Member extends keyof ClientFilter>(
  filter: ClientFilter,
  member: Member,
  client: ListedClient,
): boolean => {
  const value = filter[member];
  const check = CHECKS[member] as (client: ListedClient, value: unknown) => boolean;
  return value === undefined || check(client, value);
};
