import { isIP } from 'node:net';
import { isPublicAddress } from './public-address';
import { lookUpHost, type ResolveHost, resolveHost } from './resolve-host';

/** How names become addresses, and which addresses anybody may name. */
export interface Network {
  readonly resolve: ResolveHost;
  /** The same for the hosts that the operator permits. */
  readonly lookUp: ResolveHost;
  readonly isPublic: (address: string) => boolean;
}

export const INTERNET: Network = { resolve: resolveHost, lookUp: lookUpHost, isPublic: isPublicAddress };

/** So many addresses of each family are connected to: a name may have a hundred. */
const MOST_OF_A_FAMILY = 2;

/**
 * The addresses at which a host is connected to. Those given here are the very ones that are used: a name cannot answer
 * one thing when asked and another when used. Throws for a name with an address that is not public, an honest name has
 * none; `privateHosts`, `host` or `host:port` in lower case, may be anywhere.
 */
export const permittedAddresses = async (
  url: Pick<URL, 'hostname' | 'port'>,
  privateHosts: readonly string[],
  { resolve, lookUp, isPublic }: Network,
): Promise<readonly string[]> => {
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isPrivate = mayBePrivate(url, privateHosts);
  const addresses = isIP(hostname) === 0 ? await (isPrivate ? lookUp : resolve)(hostname) : [hostname];
  const strange = isPrivate ? undefined : addresses.find((address) => !isPublic(address));
  if (strange !== undefined) throw new Error(`${strange} is not a public address`);
  if (addresses.length === 0) throw new Error(`${hostname} has no address`);
  return [4, 6].flatMap((family) => addresses.filter((one) => isIP(one) === family).slice(0, MOST_OF_A_FAMILY));
};

const mayBePrivate = ({ hostname, port }: Pick<URL, 'hostname' | 'port'>, privateHosts: readonly string[]): boolean =>
  privateHosts.includes(hostname) || privateHosts.includes(`${hostname}:${port || '443'}`);
