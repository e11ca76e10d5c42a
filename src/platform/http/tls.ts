import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Environment } from '../config/environment';
import { StartFailure } from '../config/start-failure';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The variables of TLS. */
export type TlsVariables = Pick<Environment, 'TLS_CERT' | 'TLS_KEY' | 'TLS_CLIENT_CA'>;

/**
 * The TLS options of Node, `undefined` without `TLS_CERT`. The handshake requests a certificate from every client and
 * accepts any: the client authentication methods decide about self-signed ones. Throws {@link StartFailure} if a file
 * cannot be read or used.
 */
export const tlsOptions = ({ TLS_CERT, TLS_KEY, TLS_CLIENT_CA }: TlsVariables): ServerOptions | undefined => {
  if (TLS_CERT === '') return undefined;
  const options = {
    cert: readPem('TLS_CERT', TLS_CERT),
    key: readPem('TLS_KEY', TLS_KEY),
    ...(TLS_CLIENT_CA !== '' && { ca: readPem('TLS_CLIENT_CA', TLS_CLIENT_CA) }),
    minVersion: 'TLSv1.2',
    requestCert: true,
    rejectUnauthorized: false,
  } satisfies ServerOptions;
  try {
    createSecureContext(options);
  } catch (cause) {
    throw new StartFailure(`TLS_CERT, TLS_KEY: cannot be used together: ${(cause as Error).message}`, { cause });
  }
  return options;
};

/** The certificates of `TLS_CLIENT_CA`. Throws {@link StartFailure} if the file has none. */
export const clientAuthorities = ({ TLS_CLIENT_CA }: Pick<TlsVariables, 'TLS_CLIENT_CA'>): X509Certificate[] => {
  if (TLS_CLIENT_CA === '') return [];
  const pems = readPem('TLS_CLIENT_CA', TLS_CLIENT_CA).match(CERTIFICATE) ?? [];
  if (pems.length === 0) throw new StartFailure(`TLS_CLIENT_CA: ${TLS_CLIENT_CA} holds no certificate in PEM`);
  try {
    return pems.map((pem) => new X509Certificate(pem));
  } catch (cause) {
    throw new StartFailure(`TLS_CLIENT_CA: ${TLS_CLIENT_CA} holds what is no certificate`, { cause });
  }
};

const readPem = (variable: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartFailure(`${variable}: cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
};
