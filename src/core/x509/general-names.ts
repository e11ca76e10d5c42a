import ipaddr from 'ipaddr.js';

/**
 * The octets of an IP address as a certificate holds them, four or sixteen: `2001:db8:0:0::1` and `2001:db8::1` are the
 * same. Nothing for what is no address.
 */
export const ipOctets = (address: string): Buffer | undefined =>
  ipaddr.IPv4.isValidFourPartDecimal(address) || (ipaddr.IPv6.isValid(address) && !address.includes('%'))
    ? Buffer.from(ipaddr.parse(address).toByteArray())
    : undefined;

/** Whether two DNS names are the same (RFC 5280 section 7.2): without regard to case. */
export const isSameDnsName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Whether two mail addresses are the same (RFC 5280 section 7.5): the host without regard to case. */
export const isSameMailAddress = (one: string, other: string): boolean => withLowerHost(one) === withLowerHost(other);

const withLowerHost = (address: string): string => {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at) + address.slice(at).toLowerCase();
};
