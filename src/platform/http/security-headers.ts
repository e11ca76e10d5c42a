import type { TlsVariables } from './tls';

/**
 * The headers of every response. Browsers do not guess another media type from a body. Where TLS ends here, they use TLS
 * for a year (RFC 6797 section 6.1); a proxy that ends TLS sends that header itself.
 */
export const securityHeadersFor = ({ TLS_CERT }: Pick<TlsVariables, 'TLS_CERT'>): Readonly<Record<string, string>> => ({
  'X-Content-Type-Options': 'nosniff',
  ...(TLS_CERT !== '' && { 'Strict-Transport-Security': 'max-age=31536000' }),
});
