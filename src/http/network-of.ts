import ipaddr from 'ipaddr.js';

const IPV6_PREFIX_BITS = 64;

/** An IPv4 address, or the /64 network of an IPv6 one: whoever has one address of it has them all. */
export const networkOf = (ip: string): string => {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip.replace(/%.*$/, ''));
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_PREFIX_BITS}`).toString();
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
