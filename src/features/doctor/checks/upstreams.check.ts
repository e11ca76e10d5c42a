import { Injectable } from '@nestjs/common';
import { Issuer } from '../../../core/issuer';
import { isObject } from '../../../core/json/json';
import { Environment } from '../../../platform/config/environment';
import type { OpenIdProvider, Upstream } from '../../../platform/config/upstreams/upstream';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import { type Check, Examines } from '../check';
import { failure, type Finding, note, ok, reasonOf, warning } from '../finding';

const METADATA_BYTES = 64 * 1024;

/** Whether the providers of `SIGN_IN_UPSTREAMS` publish their metadata, and the addresses to register there. */
@Injectable()
@Examines({ name: 'upstreams' })
export class UpstreamsCheck implements Check {
  constructor(
    private readonly environment: Environment,
    private readonly outbound: OutboundHttpService,
    private readonly issuer: Issuer,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const findings = await Promise.all(
      this.environment.SIGN_IN_UPSTREAMS.map(async (upstream) => [
        await this.metadataOf(upstream),
        note(`the redirect URI to register at ${upstream.id} is ${this.callbackOf(upstream)}`),
      ]),
    );
    return findings.flat();
  }

  private callbackOf({ id }: Upstream): string {
    return this.issuer.addressOf(`/sign-in/${id}/callback`);
  }

  private async metadataOf({ id, provider }: Upstream): Promise<Finding> {
    if (provider.kind === 'oauth') return ok(`${id} has no metadata, as it is no OpenID provider`);
    const { metadataAddress } = provider;
    try {
      const metadata = await this.outbound.getJson(metadataAddress, {
        purpose: 'upstreams',
        limitBytes: METADATA_BYTES,
        permitsPlainLoopback: metadataAddress.startsWith('http:'),
      });
      return metadataFinding(id, provider, metadata);
    } catch (error) {
      return warning(
        `the metadata of ${id} at ${metadataAddress} are not reached: ${reasonOf(error)}`,
        'correct issuer or metadata_uri, name a host of your network in FETCH_ALLOW_PRIVATE_HOSTS, or look at the provider',
      );
    }
  }
}

/** What is to be said about the metadata of a provider. */
export const metadataFinding = (id: string, { issuer }: Pick<OpenIdProvider, 'issuer'>, metadata: unknown): Finding => {
  const published = isObject(metadata) ? metadata['issuer'] : undefined;
  if (published === issuer) return ok(`${id} publishes its metadata`);
  return failure(
    `the metadata of ${id} are those of the issuer ${String(published)}, so that nobody can sign in there`,
    'write that issuer in SIGN_IN_UPSTREAMS, letter by letter, if it is yours',
  );
};
