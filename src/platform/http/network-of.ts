import { BlockList, isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** The prefix lengths of the addresses of one subscriber: IPv4 /32, IPv6 /64. */
const SUBSCRIBER = { ipv4: 32, ipv6: 64 };
/** The prefix lengths of the network of one or a few customers of an access provider (RFC 6177). */
const SITE = { ipv4: 24, ipv6: 48 };

const networkWithin = (ip: string, bits: typeof SITE): string => {
  const address = ipaddr.process(ip.replace(/%.*$/, ''));
  const kind = address.kind();
  const { IPv4, IPv6 } = ipaddr;
  return (kind === 'ipv4' ? IPv4 : IPv6).networkAddressFromCIDR(`${address.toString()}/${bits[kind]}`).toString();
};

/**
 * Returns a function that gives the network of an address, or a text that is no address as it is. It remembers networks,
 * because calculating one takes 15 us and a request asks several times.
 */
const networksOf = (bits: typeof SITE): ((ip: string) => string) => {
  const known = new LRUCache<string, string>({ max: 1000, memoMethod: (ip) => networkWithin(ip, bits) });
  return (ip) => (isIP(ip) === 0 ? ip : known.memo(ip));
};

const ofSubscriber = networksOf(SUBSCRIBER);

/** An IPv4 address, or the /64 network of an IPv6 address, because one subscriber has the whole /64. */
export const networkOf = (ip: string): string => (isIPv4(ip) ? ip : ofSubscriber(ip));

/** The /24 network of an IPv4 address, the /48 network of an IPv6 one. */
export const siteOf = networksOf(SITE);

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
