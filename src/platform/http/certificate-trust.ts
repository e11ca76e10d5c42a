import type { X509Certificate } from 'node:crypto';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_USAGE = '2.5.29.37.0';

/**
 * Whether one of these authorities issued a certificate for client authentication. Used for certificates that a proxy
 * forwards: their chain is not forwarded, so the issuer itself must be one of the authorities.
 */
export const isTrustedBy = (certificate: X509Certificate, authorities: readonly X509Certificate[]): boolean => {
  // Node has the extended key usages in `keyUsage`, which is undefined if the certificate has no such extension.
  const usages = certificate.keyUsage as string[] | undefined;
  if (usages && !usages.includes(CLIENT_AUTH) && !usages.includes(ANY_USAGE)) return false;
  return authorities.some(
    (authority) =>
      authority.ca &&
      isCurrent(authority) &&
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey),
  );
};

const isCurrent = ({ validFrom, validTo }: X509Certificate): boolean =>
  Date.parse(validFrom) <= Date.now() && Date.now() <= Date.parse(validTo);
