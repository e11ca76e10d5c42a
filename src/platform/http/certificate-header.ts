import { X509Certificate } from 'node:crypto';

const BASE64_DER = /^:([A-Za-z0-9+/]+={0,2}):$/;
const ELEMENT_PAIR = /\s*([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^";,]*)(;|$)/y;
const PEM = /^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

/**
 * The certificate in the value of a header, in one of three forms: percent-encoded PEM (nginx's
 * `$ssl_client_escaped_cert`), Envoy's `x-forwarded-client-cert` with one element and its `Cert`, or base64 DER between
 * colons (RFC 9440). An empty value is no certificate.
 */
export const certificateInHeader = (value: string): X509Certificate | undefined | 'malformed' => {
  const text = value.trim();
  if (text === '') return undefined;
  try {
    const der = BASE64_DER.exec(text)?.[1];
    if (der !== undefined) return new X509Certificate(Buffer.from(der, 'base64'));
    if (/^-----BEGIN/.test(text)) return ofPem(text);
    const cert = elementOf(text)?.get('cert');
    return cert === undefined ? 'malformed' : ofPem(cert);
  } catch {
    return 'malformed';
  }
};

/** Parses exactly one certificate. With two, it is not clear which is that of the request. */
const ofPem = (encoded: string): X509Certificate | 'malformed' => {
  const pem = decodeURIComponent(encoded);
  return PEM.test(pem) ? new X509Certificate(pem) : 'malformed';
};

/**
 * The pairs of the only element of `x-forwarded-client-cert`; `undefined` if there are several elements, or a key is
 * repeated.
 */
const elementOf = (text: string): ReadonlyMap<string, string> | undefined => {
  const pairs = new Map<string, string>();
  for (let at = 0; at < text.length; at = ELEMENT_PAIR.lastIndex) {
    ELEMENT_PAIR.lastIndex = at;
    const [, key, value] = ELEMENT_PAIR.exec(text) ?? [];
    if (key === undefined || value === undefined) return undefined;
    if (key.toLowerCase() === 'cert' && pairs.has('cert')) return undefined;
    pairs.set(key.toLowerCase(), value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value);
  }
  return pairs;
};
