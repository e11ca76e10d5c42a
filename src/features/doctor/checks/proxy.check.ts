import { Injectable } from '@nestjs/common';
import { Issuer } from '../../../core/issuer';
import { Environment } from '../../../platform/config/environment';
import { PROBE_HEADER, probeAt } from '../../../platform/operations/arrival-probe';
import type { Arrival } from '../../../platform/operations/arrival.controller';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { type Check, Examines } from '../check';
import { Clock } from '../clock';
import { failure, type Finding, note, ok, reasonOf, warning } from '../finding';
import { OwnAddress } from '../own-address';
import { presentKeys } from '../present-keys';

/** An address for documentation (RFC 5737), as a caller would claim one. */
const CLAIMED = '192.0.2.77';

/** What proxies make of a request to `ISSUER`: a server with the same keys says how it arrived. */
@Injectable()
@Examines({ name: 'proxy' })
export class ProxyCheck implements Check {
  constructor(
    private readonly environment: Environment,
    private readonly issuer: Issuer,
    private readonly own: OwnAddress,
    private readonly clock: Clock,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const keys = presentKeys(this.environment);
    if (!this.issuer.identifier.startsWith('https:') || keys.length === 0) return [];
    const { TLS_CLIENT_CERT_HEADER: certificate } = this.environment;
    const headers = {
      [PROBE_HEADER]: probeAt(new KeyRing(keys), this.clock.now()),
      'x-forwarded-for': CLAIMED,
      ...(certificate !== '' && { [certificate]: 'a certificate that a caller claims' }),
    };
    try {
      const arrival = await this.own.getJson(this.issuer.addressOf('/health/arrival'), { headers });
      return arrivalFindings(arrival as Arrival);
    } catch (error) {
      const finding = `a request to /health/arrival is not answered: ${reasonOf(error)}`;
      return [note(`${finding}; the proxy may keep it from the servers, or they have other SECRET_KEYS`)];
    }
  }
}

/** What is to be said about a request that claimed another address and a certificate. */
export const arrivalFindings = (arrival: Arrival): readonly Finding[] => {
  const { scheme, address, peer, forwarded } = arrival;
  const isForwarded = forwarded.some((name) => name !== 'x-forwarded-for');
  const findings = [
    scheme === 'https'
      ? undefined
      : failure(
          'requests arrive as plain http, and are refused',
          `let the proxy send X-Forwarded-Proto, and name ${peer} in TRUST_PROXY`,
        ),
    address === CLAIMED
      ? warning(
          'callers can choose their own address: X-Forwarded-For of a caller is believed',
          'let the proxy append the address of the caller to the header, or replace it; name only proxies in TRUST_PROXY',
        )
      : undefined,
    isForwarded && address === peer
      ? warning(
          `all callers have the address of the proxy, ${peer}`,
          `name ${peer} in TRUST_PROXY, and let it send X-Forwarded-For`,
        )
      : undefined,
    arrival.has_certificate_header
      ? failure(
          'callers can claim any client certificate by a header',
          'let the proxy remove TLS_CLIENT_CERT_HEADER from requests of callers',
        )
      : undefined,
  ].filter((finding) => finding !== undefined);
  return findings.length > 0 ? findings : [ok(`a request of this machine arrives as https from ${address}`)];
};
