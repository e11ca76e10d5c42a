import { isFQDN } from 'class-validator';
import { parseName } from '../../x509/distinguished-name';
import { ipOctets } from '../../x509/general-names';
import type { Kind } from '../metadata-row';
import { textLike } from './text';

/** The characters of subject alternative names (RFC 5280 section 4.2.1.6). */
const ASCII = /^[!-~]+$/;

/**
 * A distinguished name in the string form of RFC 4514, `CN=client.example,O=Example`. The comparison with a certificate
 * uses the same parser.
 */
export const distinguishedName = (): Kind<string> =>
  textLike('be a distinguished name of known attribute types', (value) => parseName(value) !== undefined, {
    remedy: 'write it as RFC 4514 does, such as CN=client.example,O=Example, and other types as OID.1.2.3',
  });

/** A DNS name in ASCII, as in a certificate. A wildcard is refused, because it could match several clients. */
export const dnsName = (): Kind<string> =>
  textLike('be a DNS name', (value) => ASCII.test(value) && isFQDN(value, { require_tld: false }), {
    remedy: 'write a host name without wildcards, and other letters than a to z as xn--',
    maxLength: 253,
  });

/**
 * A dotted IPv4 or a colon-separated IPv6 address (RFC 8705 section 2.1.2); without a zone, which certificates do not
 * have.
 */
export const ipAddress = (): Kind<string> =>
  textLike('be an IP address', (value) => ipOctets(value) !== undefined, {
    remedy: 'write 192.0.2.1 or 2001:db8::1',
    maxLength: 45,
  });

/** An email address as in a certificate (rfc822Name). */
export const mailAddress = (): Kind<string> =>
  textLike('be an email address', (value) => /^[!-?A-~]+@[!-?A-~]+$/.test(value), {
    remedy: 'write name@host',
    maxLength: 320,
  });

/** Any absolute URI: those in certificates may also be `spiffe:` or `urn:`. */
export const uriName = (): Kind<string> =>
  textLike(
    'be an absolute URI',
    (value) => /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/.test(value),
    {
      remedy: 'write it as the certificate does',
      schema: { format: 'uri' },
    },
  );
