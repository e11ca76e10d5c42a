import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';

const TIMEOUT_MS = 5_000;

/**
 * The certificate that an https address of this operator shows, valid or not. Nothing is sent over the connection. Rejects
 * if there is no TLS connection within five seconds.
 */
export const peerCertificate = ({ hostname, port }: URL): Promise<X509Certificate> =>
  new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const socket = connect({
      host,
      port: Number(port || '443'),
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false, // an expired certificate is to be seen too
      timeout: TIMEOUT_MS,
    });
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(new X509Certificate(raw));
    });
    socket.once('timeout', () => socket.destroy(new Error('the host does not answer')));
    socket.once('error', reject);
  });
