import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { TemporarilyUnavailable } from '../../../core/errors/errors';
import { fixedKeys, type KeySource } from '../../../core/jose/key-source';
import { OutboundBusy, type OutboundError } from '../../../platform/outbound/outbound-errors';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import { keysAt, type RemoteKeySets, remoteKeySets } from '../../../platform/outbound/remote-key-sets';
import { AuthenticationFailed } from '../client-authentication-method';

/** The public keys of clients: registered by value, or published at their `jwks_uri`. */
@Injectable()
export class ClientKeysService {
  private readonly remote: RemoteKeySets;

  constructor(outbound: OutboundHttpService) {
    this.remote = remoteKeySets(outbound, 'client authentication');
  }

  /**
   * The keys of a client. The source throws {@link AuthenticationFailed} if its address does not give them, and
   * {@link TemporarilyUnavailable} if too many requests are on their way.
   */
  of({ metadata: { jwks, jwks_uri } }: Client): KeySource {
    if (jwks_uri === undefined) return fixedKeys(jwks?.keys ?? []);
    return keysAt(jwks_uri, this.remote, notAvailable);
  }
}

const notAvailable = (cause: OutboundError): Error =>
  cause instanceof OutboundBusy
    ? new TemporarilyUnavailable(cause.message, cause.retryAfterSeconds, cause)
    : new AuthenticationFailed('the keys at jwks_uri are missing', { cause });
