import type { X509Certificate } from 'node:crypto';
import { isSameName, parseName } from '../../../core/x509/distinguished-name';
import { ipOctets, isSameDnsName, isSameMailAddress } from '../../../core/x509/general-names';
import { type CertificateNames, namesOf } from './certificate-names';

/** The five members of which a client registers one (RFC 8705 section 2.1.2). */
export interface RegisteredSubject {
  readonly tls_client_auth_subject_dn?: string;
  readonly tls_client_auth_san_dns?: string;
  readonly tls_client_auth_san_uri?: string;
  readonly tls_client_auth_san_ip?: string;
  readonly tls_client_auth_san_email?: string;
}

const COMPARISONS: Readonly<Record<keyof RegisteredSubject, (names: CertificateNames, value: string) => boolean>> = {
  tls_client_auth_subject_dn: ({ subject }, value) => isSameName(subject, parseName(value) ?? []),
  tls_client_auth_san_dns: ({ dns }, value) => dns.some((name) => isSameDnsName(name, value)),
  tls_client_auth_san_uri: ({ uri }, value) => uri.includes(value),
  tls_client_auth_san_ip: ({ ip }, value) => {
    const wanted = ipOctets(value);
    return wanted !== undefined && ip.some((octets) => octets.equals(wanted));
  },
  tls_client_auth_san_email: ({ email }, value) => email.some((address) => isSameMailAddress(address, value)),
};

/**
 * Whether a certificate contains the one name that is registered. `false` if no name or several are registered, and for
 * a certificate whose names cannot be read, because any caller can create one.
 */
export const subjectMatches = (certificate: X509Certificate, registered: RegisteredSubject): boolean => {
  const members = (Object.keys(COMPARISONS) as (keyof RegisteredSubject)[]).filter((name) => registered[name]);
  const [member] = members;
  if (!member || members.length > 1) return false;
  const names = namesOf(certificate);
  return names !== undefined && COMPARISONS[member](names, registered[member] ?? '');
};
