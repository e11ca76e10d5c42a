import { lookup, Resolver } from 'node:dns/promises';

/** Gives the addresses of a host name; an empty list if it has none. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

const TIMEOUT_MS = 1000;
const TRIES = 2;

/**
 * Queries the name servers, with a time-out. `getaddrinfo` would block a thread of the pool, which the database needs,
 * until a slow name server responds.
 */
export const resolveHost: ResolveHost = async (hostname) => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

/** Resolves by the operating system, because hosts that the operator names may be in `/etc/hosts`. */
export const lookUpHost: ResolveHost = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'ipv4first' })).map(({ address }) => address);
