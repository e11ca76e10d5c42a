import ipaddr from 'ipaddr.js';

/**
 * The octets of an IP address as in a certificate, four or sixteen. `2001:db8:0:0::1` and `2001:db8::1` have the same
 * octets. `undefined` if the text is not an address.
 */
export const ipOctets = (address: string): Buffer | undefined =>
  ipaddr.IPv4.isValidFourPartDecimal(address) || (ipaddr.IPv6.isValid(address) && !address.includes('%'))
    ? Buffer.from(ipaddr.parse(address).toByteArray())
    : undefined;

/** Whether two DNS names are the same (RFC 5280 section 7.2): case does not matter. */
export const isSameDnsName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Whether two mail addresses are the same (RFC 5280 section 7.5): the case of the host does not matter. */
export const isSameMailAddress = (one: string, other: string): boolean => withLowerHost(one) === withLowerHost(other);

const withLowerHost = (address: string): string => {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at) + address.slice(at).toLowerCase();
};
