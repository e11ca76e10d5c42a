import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address';
import type { ResolveHost } from './resolve-host';

interface ConnectorOptions {
  readonly timeoutMs: number;
  /** The certificates that are trusted; those of Node when absent. */
  readonly ca?: readonly string[];
  /** `host` or `host:port` in lower case: these may be anywhere. */
  readonly privateHosts: readonly string[];
  readonly resolve: ResolveHost;
  /** Which addresses may be connected to; by default the public ones. */
  readonly accepts?: (address: string) => boolean;
}

/**
 * Opens connections to public addresses only. What is judged is the very address that is connected to: the lookup is
 * part of connecting, so that a name cannot answer one thing when asked and another when used.
 */
export const guardedConnector = (options: ConnectorOptions): buildConnector.connector => {
  const tls = { timeout: options.timeoutMs, allowH2: false, ...(options.ca && { ca: [...options.ca] }) };
  const connectAnywhere = buildConnector(tls);
  const accepts = options.accepts ?? isPublicAddress;
  const connectGuarded = buildConnector({ ...tls, lookup: guardedLookup(options.resolve, accepts) });
  return (target, callback) => {
    const { hostname, port, protocol } = target;
    if (protocol !== 'https:') return void callback(new Error(`${protocol} is not encrypted`), null);
    if (mayBePrivate(hostname, port, options.privateHosts)) return void connectAnywhere(target, callback);
    // A literal address is connected to without any lookup.
    if (isIP(hostname) !== 0 && !accepts(hostname)) return void callback(notPublic(hostname), null);
    return void connectGuarded(target, callback);
  };
};

/** Refuses a name as soon as one of its addresses is not public: an honest name has none. */
const guardedLookup =
  (resolve: ResolveHost, accepts: (address: string) => boolean): LookupFunction =>
  (hostname, { all }, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const strange = addresses.find((address) => !accepts(address));
        const [first] = addresses;
        if (strange !== undefined) return void callback(notPublic(strange), []);
        if (first === undefined) return void callback(new Error(`${hostname} has no address`), []);
        if (all) return void callback(null, addresses.map(withFamily));
        return void callback(null, first, isIP(first));
      },
      (cause: unknown) => void callback(new Error(`${hostname} was not resolved`, { cause }), []),
    );
  };

const withFamily = (address: string): { address: string; family: number } => ({ address, family: isIP(address) });

const mayBePrivate = (hostname: string, port: string, privateHosts: readonly string[]): boolean => {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname.toLowerCase();
  return privateHosts.includes(host) || privateHosts.includes(`${host}:${port || '443'}`);
};

const notPublic = (address: string): Error => new Error(`${address} is not a public address`);
