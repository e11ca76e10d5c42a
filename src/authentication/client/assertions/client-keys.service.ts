import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { fixedKeys, type KeySource } from '../../../core/jose/key-source';
import { GuardedFetchService } from '../../../platform/outbound/guarded-fetch.service';
import { keysAt, type RemoteKeySets, remoteKeySets } from '../../../platform/outbound/remote-key-sets';
import { AuthenticationFailed } from '../client-authentication-method';

/** The public keys of clients: registered by value, or published at their `jwks_uri`. */
@Injectable()
export class ClientKeysService {
  private readonly remote: RemoteKeySets;

  constructor(fetching: GuardedFetchService) {
    this.remote = remoteKeySets(fetching, 'client authentication');
  }

  /**
   * The keys of a client. The source throws {@link AuthenticationFailed} if its address does not give them, and
   * `TemporarilyUnavailable` if there is no capacity to request them.
   */
  of({ metadata: { jwks, jwks_uri } }: Client): KeySource {
    if (jwks_uri === undefined) return fixedKeys(jwks?.keys ?? []);
    return keysAt(
      jwks_uri,
      this.remote,
      (cause) => new AuthenticationFailed('the keys at jwks_uri are missing', { cause }),
    );
  }
}
