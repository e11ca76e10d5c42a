import { isFQDN, isIP } from 'class-validator';
import type { Kind } from '../metadata-row';
import { textLike } from './text';

/** Each character belongs to one part only, so that no text takes long to be refused. */
const ATTRIBUTE = String.raw`(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)=(?:[^",+;<>\\]|\\.)*`;
const DISTINGUISHED_NAME = new RegExp(`^${ATTRIBUTE}(?:[,+] *${ATTRIBUTE})*$`);

/** A distinguished name as RFC 4514 writes it: `CN=client.example,O=Example`. */
export const distinguishedName = (): Kind<string> =>
  textLike('be a distinguished name', (value) => DISTINGUISHED_NAME.test(value), {
    remedy: 'write it as RFC 4514 does, such as CN=client.example,O=Example',
  });

/** A DNS name as a certificate carries it; a wildcard would fit more than one client. */
export const dnsName = (): Kind<string> =>
  textLike('be a DNS name', (value) => isFQDN(value, { require_tld: false }), {
    remedy: 'write a host name',
    maxLength: 253,
  });

/** A dotted IPv4 or a colon-separated IPv6 address (RFC 8705 section 2.1.2); certificates know no zones. */
export const ipAddress = (): Kind<string> =>
  textLike('be an IP address', (value) => isIP(value) && !value.includes('%'), {
    remedy: 'write 192.0.2.1 or 2001:db8::1',
    maxLength: 45,
  });

/** An address as RFC 822 names it in certificates. */
export const mailAddress = (): Kind<string> =>
  textLike('be an email address', (value) => /^[^\s@]+@[^\s@]+$/.test(value), {
    remedy: 'write name@host',
    maxLength: 320,
  });

/** Any absolute URI: certificates carry `spiffe:` and `urn:` as well. */
export const uriName = (): Kind<string> =>
  textLike(
    'be an absolute URI',
    (value) => /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/.test(value),
    {
      remedy: 'write it as the certificate does',
      schema: { format: 'uri' },
    },
  );
