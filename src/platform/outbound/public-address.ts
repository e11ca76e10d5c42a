import ipaddr from 'ipaddr.js';

/** The part of IPv6 that is given out to the world; all the rest is reserved, special or this network's own. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is one of the open Internet. Everything with a purpose of its own is not (RFC 6890): private,
 * loopback, link-local (with the metadata services of clouds), carrier-grade NAT, multicast, documentation, benchmarks,
 * reserved, and what carries another address inside (IPv4-mapped, NAT64, 6to4, Teredo).
 */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return !(address instanceof ipaddr.IPv6) || address.match(GLOBAL_UNICAST);
};
