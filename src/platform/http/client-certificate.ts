import { type X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import { sha256 } from '../../core/hash/sha256';
import type { Environment } from '../config/environment';
import { certificateInHeader } from './certificate-header';
import { isTrustedBy } from './certificate-trust';
import { soleHeader } from './sole-header';
import { withinAny } from './network-of';
import { clientAuthorities, type TlsVariables } from './tls';

/** A certificate whose private key the caller holds, as the TLS handshake proved. */
export interface ClientCertificate {
  readonly x509: X509Certificate;
  /** Whether its chain ends at an authority of `TLS_CLIENT_CA`. */
  readonly isTrusted: boolean;
  /** Whether the current time is within its validity. */
  readonly isCurrent: boolean;
  /** The SHA-256 thumbprint of its DER in base64url (RFC 8705 section 3.1). */
  readonly thumbprint: string;
}

export type CertificateVariables = TlsVariables & Pick<Environment, 'TLS_CLIENT_CERT_HEADER' | 'TRUST_PROXY'>;

/**
 * Returns the function that finds the certificate of a request: on its connection, or in the header of a trusted proxy.
 * That function throws {@link InvalidRequest} for a header that cannot be read, so that no certificate is mistaken for
 * another one. Throws `StartFailure` if `TLS_CLIENT_CA` cannot be read.
 */
export const certificateReader = (
  variables: CertificateVariables,
): ((request: Pick<FastifyRequest, 'raw'>) => ClientCertificate | undefined) => {
  const { TLS_CLIENT_CERT_HEADER, TRUST_PROXY } = variables;
  const authorities = clientAuthorities(variables);
  const isProxy = withinAny(TRUST_PROXY);
  return (request) => {
    const { socket } = request.raw;
    if (TLS_CLIENT_CERT_HEADER !== '' && isProxy(socket.remoteAddress ?? ''))
      return ofHeader(request, TLS_CLIENT_CERT_HEADER, authorities);
    return socket instanceof TLSSocket ? ofConnection(socket, authorities.length > 0) : undefined;
  };
};

/** Node has validated the chain against `TLS_CLIENT_CA`. Without that variable it used authorities that the operator did not choose. */
const ofConnection = (socket: TLSSocket, hasAuthorities: boolean): ClientCertificate | undefined => {
  const x509 = socket.getPeerX509Certificate();
  return x509 && described(x509, hasAuthorities && socket.authorized);
};

const ofHeader = (
  request: Pick<FastifyRequest, 'raw'>,
  name: string,
  authorities: readonly X509Certificate[],
): ClientCertificate | undefined => {
  const x509 = certificateInHeader(soleHeader(request, name, malformed) ?? '');
  if (x509 === 'malformed') throw malformed();
  return x509 && described(x509, isTrustedBy(x509, authorities));
};

const malformed = (): InvalidRequest =>
  new InvalidRequest('the client certificate header must hold one certificate; let the proxy set it, not append');

const described = (x509: X509Certificate, isTrusted: boolean): ClientCertificate => {
  const now = Date.now();
  const isCurrent = Date.parse(x509.validFrom) <= now && now <= Date.parse(x509.validTo);
  return { x509, isTrusted: isTrusted && isCurrent, isCurrent, thumbprint: thumbprintOf(x509) };
};

/** `x5t#S256` of a certificate (RFC 8705 section 3.1). */
export const thumbprintOf = ({ raw }: Pick<X509Certificate, 'raw'>): string => sha256(raw);
