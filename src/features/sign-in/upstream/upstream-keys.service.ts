import { Injectable } from '@nestjs/common';
import type { KeySource } from '../../../core/jose/key-source';
import type { OpenIdProvider, Upstream } from '../../../platform/config/upstreams/upstream';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import { keysAt, type RemoteKeySets, remoteKeySets } from '../../../platform/outbound/remote-key-sets';
import { UpstreamUnavailable } from './upstream-errors';
import { isPlain } from './upstream-fetch';
import { UpstreamsService } from './upstreams.service';

/** The keys by which upstreams sign what they send on their own: logout tokens. */
@Injectable()
export class UpstreamKeysService {
  private readonly sets: RemoteKeySets;
  private readonly plainSets: RemoteKeySets;

  constructor(
    private readonly upstreams: UpstreamsService,
    outbound: OutboundHttpService,
  ) {
    this.sets = remoteKeySets(outbound, 'upstreams');
    this.plainSets = remoteKeySets(outbound, 'upstreams', true);
  }

  /** The keys of a provider. Throws {@link UpstreamUnavailable} if its metadata cannot be read; so does the source for the keys. */
  async of(upstream: Upstream & { readonly provider: OpenIdProvider }): Promise<KeySource> {
    const { jwks_uri = '' } = await this.upstreams.metadataOf(upstream.id);
    const sets = isPlain(upstream) ? this.plainSets : this.sets;
    return keysAt(jwks_uri, sets, (cause) => new UpstreamUnavailable('unreachable', cause.message, { cause }));
  }
}
