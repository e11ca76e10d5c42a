import ipaddr from 'ipaddr.js';

/** The part of IPv6 that is assigned for public use. The rest is reserved, special or local. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is public. Addresses with a special purpose are not (RFC 6890): private,
 * loopback, link-local (with the metadata services of clouds), carrier-grade NAT, multicast, documentation, benchmarks,
 * reserved, and those that contain another address (IPv4-mapped, NAT64, 6to4, Teredo).
 */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return !(address instanceof ipaddr.IPv6) || address.match(GLOBAL_UNICAST);
};
