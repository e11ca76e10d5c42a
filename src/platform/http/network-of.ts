import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** The prefix lengths of the addresses of one subscriber: IPv4 /32, IPv6 /64. */
const SUBSCRIBER = { ipv4: 32, ipv6: 64 };
/** The prefix lengths of the network of one or a few customers of an access provider (RFC 6177). */
const SITE = { ipv4: 24, ipv6: 48 };

/** An IPv4 address, or the /64 network of an IPv6 address, because one subscriber has the whole /64. */
export const networkOf = (ip: string): string => (isIPv6(ip) ? ofIPv6.memo(ip) : ip);

/** Every request asks several times for the network of its caller, and calculating it takes 15 us. */
const ofIPv6 = new LRUCache<string, string>({ max: 1000, memoMethod: (ip) => networkWithin(ip, SUBSCRIBER) });

/** The /24 network of an IPv4 address, the /48 network of an IPv6 one. */
export const siteOf = (ip: string): string => networkWithin(ip, SITE);

const networkWithin = (ip: string, bits: typeof SITE): string => {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip.replace(/%.*$/, ''));
  const kind = address.kind();
  const { IPv4, IPv6 } = ipaddr;
  return (kind === 'ipv4' ? IPv4 : IPv6).networkAddressFromCIDR(`${address.toString()}/${bits[kind]}`).toString();
};

/** Returns a function that says whether an address is one of these addresses or within one of these networks. */
export const withinAny = (networks: readonly string[]): ((ip: string) => boolean) => {
  if (networks.length === 0) return () => false;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const base = ipaddr.process(address).toString();
    if (bits === undefined) list.addAddress(base, familyOf(base));
    else list.addSubnet(base, Number(bits), familyOf(base));
  }
  return (ip) => isIP(ip) !== 0 && list.check(ip, familyOf(ip));
};

const familyOf = (ip: string): 'ipv4' | 'ipv6' => (isIPv4(ip) ? 'ipv4' : 'ipv6');
