import { lookup, Resolver } from 'node:dns/promises';

/** Gives the addresses of a host name, none when it has none. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

const TIMEOUT_MS = 1000;
const TRIES = 2;

/**
 * Asks the name servers, with a limit of time. Not `getaddrinfo`: it occupies a thread of the pool that the database
 * works on for as long as a stranger's name server keeps it waiting.
 */
export const resolveHost: ResolveHost = async (hostname) => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

/** Asks the operating system, as hosts that the operator names may stand in `/etc/hosts`. */
export const lookUpHost: ResolveHost = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'ipv4first' })).map(({ address }) => address);
