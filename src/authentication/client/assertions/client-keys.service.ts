import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { Jwk } from '../../../core/metadata/kinds/jwk';
import { GuardedFetchService } from '../../../platform/outbound/guarded-fetch.service';
import { OutboundFailed } from '../../../platform/outbound/outbound-failed';
import { type RemoteKeySets, remoteKeySets } from '../../../platform/outbound/remote-key-sets';
import { AuthenticationFailed } from '../client-authentication-method';

type Select = (keys: readonly Jwk[]) => Jwk[];

/** The public keys of clients: registered by value, or at their `jwks_uri`. */
@Injectable()
export class ClientKeysService {
  private readonly remote: RemoteKeySets;

  constructor(fetching: GuardedFetchService) {
    this.remote = remoteKeySets(fetching, 'client authentication');
  }

  /**
   * Those keys of a client that `select` takes; when it takes none, those at `jwks_uri` are asked for once more. Throws
   * {@link AuthenticationFailed} when they cannot be had, and `TemporarilyUnavailable` when they cannot be asked for.
   */
  async select({ metadata: { jwks, jwks_uri } }: Client, select: Select): Promise<Jwk[]> {
    if (jwks_uri === undefined) return select(jwks?.keys ?? []);
    try {
      const selected = select(await this.remote.current(jwks_uri));
      return selected.length > 0 ? selected : select(await this.remote.renewed(jwks_uri));
    } catch (cause) {
      if (cause instanceof OutboundFailed)
        throw new AuthenticationFailed('the keys at jwks_uri are missing', { cause });
      throw cause;
    }
  }
}
