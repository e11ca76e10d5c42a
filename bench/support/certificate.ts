import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR_MS = 3_600_000;

/** Where a certificate and its key are, and the certificate itself in PEM. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
  readonly pem: string;
}

/** Writes a certificate for this name, good for an hour, into a folder. */
export const writeCertificate = async (folder: string, name: string): Promise<CertificateFiles> => {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - HOUR_MS),
    notAfter: new Date(Date.now() + HOUR_MS),
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  const files = { cert: join(folder, 'certificate.pem'), key: join(folder, 'certificate.key') };
  const pem = certificate.toString('pem');
  await writeFile(files.cert, pem);
  await writeFile(
    files.key,
    PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
  );
  return { ...files, pem };
};
