import { isIP } from 'node:net';
import { isPublicAddress } from './public-address';
import { lookUpHost, type ResolveHost, resolveHost } from './resolve-host';

/** How names are resolved, and which addresses everybody may name. */
export interface Network {
  readonly resolve: ResolveHost;
  /** The same for the hosts that the operator permits. */
  readonly lookUp: ResolveHost;
  readonly isPublic: (address: string) => boolean;
}

export const INTERNET: Network = { resolve: resolveHost, lookUp: lookUpHost, isPublic: isPublicAddress };

/** The addresses of each family that are tried: a name may have a hundred. */
const MOST_OF_A_FAMILY = 2;

/**
 * The addresses of a host that may be connected to. The connection uses these addresses and does not resolve the name
 * again, so a name cannot have a public address for this check and a private one for the connection. Throws for a name
 * with any address that is not public, unless it is one of `privateHosts` (`host` or `host:port` in lower case).
 */
export const permittedAddresses = async (
  url: Pick<URL, 'hostname' | 'port'>,
  privateHosts: readonly string[],
  { resolve, lookUp, isPublic }: Network,
): Promise<readonly string[]> => {
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isPrivate = mayBePrivate(url, privateHosts);
  const addresses = isIP(hostname) === 0 ? await (isPrivate ? lookUp : resolve)(hostname) : [hostname];
  const notPublic = isPrivate ? undefined : addresses.find((address) => !isPublic(address));
  if (notPublic !== undefined) throw new Error(`${notPublic} is not a public address`);
  if (addresses.length === 0) throw new Error(`${hostname} has no address`);
  return [4, 6].flatMap((family) => addresses.filter((one) => isIP(one) === family).slice(0, MOST_OF_A_FAMILY));
};

/** The addresses of a loopback host, which may be connected to without TLS. Throws if one is of another machine. */
export const loopbackAddresses = async (
  { hostname }: Pick<URL, 'hostname'>,
  { lookUp }: Pick<Network, 'lookUp'>,
): Promise<readonly string[]> => {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) === 0 ? await lookUp(host) : [host];
  const other = addresses.find((address) => address !== '::1' && !address.startsWith('127.'));
  if (other !== undefined) throw new Error(`${other} is no loopback address`);
  return addresses;
};

const mayBePrivate = ({ hostname, port }: Pick<URL, 'hostname' | 'port'>, privateHosts: readonly string[]): boolean =>
  privateHosts.includes(hostname) || privateHosts.includes(`${hostname}:${port || '443'}`);
