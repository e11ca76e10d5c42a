import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { keepTrack } from './close-leftovers';

/** A certificate with its private key, in PEM, and its public key as JWK with `x5c`. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly jwk: Record<string, unknown>;
}

/** What a certificate says. */
export interface Contents {
  readonly subject?: string | x509.JsonName;
  readonly names?: x509.JsonGeneralNames;
  /** The octets of the extension with the alternative names, sound or not. */
  readonly octetsOfNames?: Uint8Array<ArrayBuffer>;
  /** For whom it may speak, as OIDs. */
  readonly usages?: string[];
  readonly notAfter?: Date;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const SUBJECT_ALT_NAME = '2.5.29.17';
const HOUR_MS = 3_600_000;
const TWO_HOURS_AGO = (): Date => new Date(Date.now() - 2 * HOUR_MS);
const newKeys = (): Promise<webcrypto.CryptoKeyPair> => crypto.subtle.generateKey(EC, true, ['sign', 'verify']);

/** An authority of the tests. */
export class Authority {
  private constructor(
    readonly pem: string,
    private readonly certificate: x509.X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {}

  static async create(name = 'CN=Authority of the tests'): Promise<Authority> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name,
      keys,
      signingAlgorithm: EC,
      notBefore: TWO_HOURS_AGO(),
      notAfter: new Date(Date.now() + HOUR_MS),
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    });
    return new Authority(certificate.toString('pem'), certificate, keys);
  }

  /** A certificate of this authority. */
  async issue(contents: Contents): Promise<Identity> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...shared(contents),
      issuer: this.certificate.subject,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
    });
    return identity(certificate, keys);
  }
}

/** A certificate that vouches for itself. */
export const selfSigned = async (contents: Contents = {}): Promise<Identity> => {
  const keys = await newKeys();
  const { subject: name, ...rest } = shared(contents);
  return identity(await x509.X509CertificateGenerator.createSelfSigned({ ...rest, name, keys }), keys);
};

const shared = ({
  subject = 'CN=client',
  names,
  octetsOfNames,
  usages,
  notAfter,
}: Contents): x509.X509CertificateCreateParamsBase & {
  subject: string | x509.JsonName;
} => ({
  subject,
  signingAlgorithm: EC,
  notBefore: TWO_HOURS_AGO(),
  notAfter: notAfter ?? new Date(Date.now() + HOUR_MS),
  extensions: [
    ...(names ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ...(octetsOfNames ? [new x509.Extension(SUBJECT_ALT_NAME, false, octetsOfNames)] : []),
    ...(usages ? [new x509.ExtendedKeyUsageExtension(usages)] : []),
  ],
});

const identity = async (certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair): Promise<Identity> => {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    jwk: { kty, crv, x, y, use: 'sig', x5c: [Buffer.from(certificate.rawData).toString('base64')] },
  };
};

/** Files for TLS_CERT, TLS_KEY and TLS_CLIENT_CA, with the authority that a caller of the server trusts. */
export const tlsFiles = async (
  clients: Authority,
): Promise<{ ca: string; variables: { TLS_CERT: string; TLS_KEY: string; TLS_CLIENT_CA: string } }> => {
  const authority = await Authority.create('CN=Authority of the server');
  const { cert, key } = await authority.issue({
    subject: 'CN=localhost',
    names: [
      { type: 'dns', value: 'localhost' },
      { type: 'ip', value: '127.0.0.1' },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'clientele-tls-'));
  keepTrack({ close: () => rm(folder, { recursive: true, force: true }) });
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const variables = {
    TLS_CERT: await file('server.pem', cert),
    TLS_KEY: await file('server.key', key),
    TLS_CLIENT_CA: await file('clients.pem', clients.pem),
  };
  return { ca: authority.pem, variables };
};
