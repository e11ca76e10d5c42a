import { type X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import { sha256 } from '../../core/hash/sha256';
import type { Environment } from '../config/environment';
import { certificateInHeader } from './certificate-header';
import { isTrustedBy } from './certificate-trust';
import { headerValues } from './header-values';
import { isWithin } from './network-of';
import { clientAuthorities, type TlsVariables } from './tls';

/** The certificate that the caller of a request has the private key of: the TLS handshake proved it. */
export interface ClientCertificate {
  readonly x509: X509Certificate;
  /** Whether its chain ends at an authority of `TLS_CLIENT_CA`. */
  readonly isTrusted: boolean;
  /** Whether the present is within its validity. */
  readonly isCurrent: boolean;
  /** The SHA-256 thumbprint of its DER in base64url (RFC 8705 section 3.1). */
  readonly thumbprint: string;
}

type Variables = TlsVariables & Pick<Environment, 'TLS_CLIENT_CERT_HEADER' | 'TRUST_PROXY'>;

const MEMBER = 'clientCertificate';

/** Lets {@link clientCertificateOf} find the certificate of a request: on its connection, or in a proxy's header. */
export const readClientCertificates = (fastify: FastifyInstance, variables: Variables): void => {
  const { TLS_CLIENT_CERT_HEADER, TRUST_PROXY } = variables;
  const authorities = clientAuthorities(variables);
  fastify.decorateRequest(MEMBER, {
    getter(this: FastifyRequest): ClientCertificate | undefined {
      const { socket } = this.raw;
      const comesFromProxy = isWithin(socket.remoteAddress ?? '', TRUST_PROXY);
      if (TLS_CLIENT_CERT_HEADER !== '' && comesFromProxy)
        return ofHeader(this.raw.rawHeaders, TLS_CLIENT_CERT_HEADER, authorities);
      return socket instanceof TLSSocket ? ofConnection(socket, authorities.length > 0) : undefined;
    },
  });
};

/**
 * The certificate that the caller presented, if any. Throws {@link InvalidRequest} when a trusted proxy sends one that
 * cannot be read: better no answer than one for somebody else.
 */
export const clientCertificateOf = (request: FastifyRequest): ClientCertificate | undefined =>
  (request as unknown as Record<typeof MEMBER, ClientCertificate | undefined>)[MEMBER];

/** Node has validated the chain against `TLS_CLIENT_CA`; without that variable against authorities nobody chose. */
const ofConnection = (socket: TLSSocket, hasAuthorities: boolean): ClientCertificate | undefined => {
  const x509 = socket.getPeerX509Certificate();
  return x509 && described(x509, hasAuthorities && socket.authorized);
};

const ofHeader = (
  rawHeaders: readonly string[],
  name: string,
  authorities: readonly X509Certificate[],
): ClientCertificate | undefined => {
  const sent = headerValues(rawHeaders, name);
  const x509 = sent.length > 1 ? 'malformed' : certificateInHeader(sent[0] ?? '');
  if (x509 === 'malformed')
    throw new InvalidRequest(
      'the client certificate header must hold one certificate; let the proxy set it, not append',
    );
  return x509 && described(x509, isTrustedBy(x509, authorities));
};

const described = (x509: X509Certificate, isTrusted: boolean): ClientCertificate => {
  const now = Date.now();
  const isCurrent = Date.parse(x509.validFrom) <= now && now <= Date.parse(x509.validTo);
  return { x509, isTrusted: isTrusted && isCurrent, isCurrent, thumbprint: thumbprintOf(x509) };
};

/** `x5t#S256` of a certificate (RFC 8705 section 3.1). */
export const thumbprintOf = ({ raw }: Pick<X509Certificate, 'raw'>): string => sha256(raw);
