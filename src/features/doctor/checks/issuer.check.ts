import { Injectable } from '@nestjs/common';
import { Issuer } from '../../../core/issuer';
import { isObject } from '../../../core/json/json';
import { peerCertificate } from '../../../platform/outbound/peer-certificate';
import { expiryFinding } from '../certificate-expiry';
import { type Check, Examines } from '../check';
import { Clock } from '../clock';
import { ExaminedDatabase } from '../examined-database';
import { failure, type Finding, note, ok, reasonOf } from '../finding';
import { OwnAddress } from '../own-address';

const KIDS = 'SELECT kid FROM signing_keys';

/** What others see at `ISSUER`: the certificate, the metadata of the server, and its keys. */
@Injectable()
@Examines({ name: 'issuer' })
export class IssuerCheck implements Check {
  constructor(
    private readonly issuer: Issuer,
    private readonly own: OwnAddress,
    private readonly database: ExaminedDatabase,
    private readonly clock: Clock,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const { identifier } = this.issuer;
    if (!identifier.startsWith('https:')) return [note(`${identifier} is not https, and is for this machine alone`)];
    return [await this.certificate(), ...(await this.documents())];
  }

  private async certificate(): Promise<Finding> {
    try {
      const certificate = await peerCertificate(new URL(this.issuer.identifier));
      return expiryFinding(this.issuer.identifier, certificate, this.clock.now());
    } catch (error) {
      return failure(`${this.issuer.identifier} has no TLS connection: ${reasonOf(error)}`, UNREACHED);
    }
  }

  private async documents(): Promise<readonly Finding[]> {
    const address = this.issuer.wellKnown('oauth-authorization-server');
    try {
      const metadata = metadataFinding(this.issuer, await this.own.getJson(address));
      return [metadata, ...(metadata.severity === 'ok' ? await this.keys() : [])];
    } catch (error) {
      return [failure(`${address} cannot be read: ${reasonOf(error)}`, UNREACHED)];
    }
  }

  private async keys(): Promise<readonly Finding[]> {
    if (!this.database.has('schema')) return [];
    const stored = (await this.database.rows<{ kid: string }>(KIDS)).map(({ kid }) => kid);
    return [keysFinding(stored, await this.own.getJson(this.issuer.jwksUri))];
  }
}

const UNREACHED =
  'start the servers, and look at the name, the proxy and its certificate; set FETCH_CA for an authority of your own';

/** What is to be said about the metadata (RFC 8414) that others get. */
const metadataFinding = (issuer: Issuer, document: unknown): Finding => {
  const metadata = isObject(document) ? document : {};
  const expected: Readonly<Record<string, string>> = {
    issuer: issuer.identifier,
    registration_endpoint: issuer.registrationEndpoint,
    ...(!issuer.hasExternalTokenEndpoint && { token_endpoint: issuer.tokenEndpoint, jwks_uri: issuer.jwksUri }),
  };
  const wrong = Object.entries(expected).filter(([name, value]) => metadata[name] !== value);
  const names = wrong.map(([name, value]) => `${name} is ${String(metadata[name])} and not ${value}`);
  return wrong.length === 0
    ? ok('its metadata have the addresses of these settings')
    : failure(
        `its metadata differ: ${names.join('; ')}`,
        'give ISSUER the same value here and on the servers, or correct the proxy',
      );
};

/** What is to be said about the JWK Set that others get, beside the keys of the database. */
const keysFinding = (stored: readonly string[], document: unknown): Finding => {
  const keys = isObject(document) && Array.isArray(document['keys']) ? (document['keys'] as unknown[]) : [];
  const shown = new Set(keys.map((key) => (isObject(key) ? key['kid'] : undefined)));
  const missing = stored.filter((kid) => !shown.has(kid));
  return missing.length === 0
    ? ok('it shows the keys of this database')
    : failure(
        `it does not show ${missing.length} of the ${stored.length} keys of this database`,
        'look whether the servers use another DATABASE_URL, or a cache keeps old keys',
      );
};
