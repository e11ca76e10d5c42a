import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { X509Certificate } from 'node:crypto';
import { Environment } from '../../../platform/config/environment';
import { tlsOptions } from '../../../platform/http/tls';
import { type Check, Examines } from '../check';
import { Clock } from '../clock';
import { expiryFinding } from '../certificate-expiry';
import { failure, type Finding, reasonOf, warning } from '../finding';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Whether the certificates of files are valid, and for how long. */
@Injectable()
@Examines({ name: 'certificates' })
export class CertificatesCheck implements Check {
  constructor(
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const { TLS_CERT, TLS_CLIENT_CA, FETCH_CA = '' } = this.environment;
    const findings = [
      ...(await this.inFile('TLS_CERT', TLS_CERT)),
      ...(await this.inFile('TLS_CLIENT_CA', TLS_CLIENT_CA)),
      ...this.expiries('FETCH_CA', FETCH_CA),
    ];
    return [...findings, ...this.togetherFindings()];
  }

  private async inFile(variable: string, path: string): Promise<readonly Finding[]> {
    if (path === '') return [];
    try {
      const pem = await readFile(path, 'utf8');
      return [...this.expiries(variable, pem), ...(variable === 'TLS_CERT' ? this.hostFindings(pem) : [])];
    } catch (cause) {
      return [
        failure(`${variable}: ${path} cannot be read: ${reasonOf(cause)}`, 'correct the path or its permissions'),
      ];
    }
  }

  private expiries(variable: string, pems: string): readonly Finding[] {
    return certificatesIn(pems).map((certificate) => expiryFinding(variable, certificate, this.clock.now()));
  }

  private hostFindings(pems: string): readonly Finding[] {
    const { hostname } = new URL(this.environment.ISSUER);
    const [leaf] = certificatesIn(pems);
    if (!leaf || leaf.checkHost(hostname) !== undefined) return [];
    return [warning(`TLS_CERT is not for ${hostname}, the host of ISSUER`, 'use a certificate that names it')];
  }

  private togetherFindings(): readonly Finding[] {
    try {
      tlsOptions(this.environment);
      return [];
    } catch (error) {
      return [failure(reasonOf(error), 'use the key that belongs to the certificate')];
    }
  }
}

const certificatesIn = (pems: string): readonly X509Certificate[] =>
  (pems.match(CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem));
