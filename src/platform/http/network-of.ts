import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The prefix lengths of the addresses of one subscriber: IPv4 /32, IPv6 /64. */
const SUBSCRIBER = { ipv4: 32, ipv6: 64 };
/** The prefix lengths of the network of one or a few customers of an access provider (RFC 6177). */
const SITE = { ipv4: 24, ipv6: 48 };

/** An IPv4 address, or the /64 network of an IPv6 address, because one subscriber has the whole /64. */
export const networkOf = (ip: string): string => (isIPv4(ip) ? ip : networkWithin(ip, SUBSCRIBER));

/** The /24 network of an IPv4 address, the /48 network of an IPv6 one. */
export const siteOf = (ip: string): string => networkWithin(ip, SITE);

const networkWithin = (ip: string, bits: typeof SITE): string => {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip.replace(/%.*$/, ''));
  const kind = address.kind();
  const { IPv4, IPv6 } = ipaddr;
  return (kind === 'ipv4' ? IPv4 : IPv6).networkAddressFromCIDR(`${address.toString()}/${bits[kind]}`).toString();
};

/** Whether an address is one of these addresses or within one of these networks. */
export const isWithin = (ip: string, networks: readonly string[]): boolean => {
  if (networks.length === 0 || !ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return networks.some((network) => {
    const [base, bits] = network.includes('/') ? ipaddr.parseCIDR(network) : single(network);
    return base.kind() === address.kind() && address.match(base, bits);
  });
};

const single = (address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] => {
  const base = ipaddr.process(address);
  return [base, base.kind() === 'ipv4' ? 32 : 128];
};
