import { Injectable } from '@nestjs/common';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import { fixedKeys, type KeySource } from '../../core/jose/key-source';
import type { TrustedIssuer } from '../../platform/config/software-statement-issuers';
import { OutboundHttpService } from '../../platform/outbound/outbound-http.service';
import { OutboundBusy, type OutboundError } from '../../platform/outbound/outbound-errors';
import { keysAt, type RemoteKeySets, remoteKeySets } from '../../platform/outbound/remote-key-sets';
import { notFetched, notRequested } from '../not-fetched';

const RETRY_AFTER_SECONDS = 30;

/** The keys that verify statements and signed requests. A key in the header of a JWT is never one of them. */
@Injectable()
export class IssuerKeysService {
  private readonly issuers: RemoteKeySets;
  private readonly software: RemoteKeySets;

  constructor(outbound: OutboundHttpService) {
    this.issuers = remoteKeySets(outbound, 'statement issuers');
    this.software = remoteKeySets(outbound, 'registration');
  }

  /**
   * The keys of a trusted issuer, from its file or its address. The source throws {@link TemporarilyUnavailable} if the
   * address does not answer, because the client cannot change that.
   */
  of({ jwks, jwks_uri = '' }: TrustedIssuer): KeySource {
    return jwks ? fixedKeys(jwks.keys) : keysAt(jwks_uri, this.issuers, unavailable);
  }

  /** The keys at the address that a software statement contains. The source throws `InvalidRegistration`. */
  ofSoftware(jwks_uri: string): KeySource {
    return keysAt(jwks_uri, this.software, (cause) =>
      notFetched('jwks_uri', { rule: 'must lead to a JWK Set', remedy: 'publish the keys there' }, cause),
    );
  }
}

const unavailable = (cause: OutboundError): TemporarilyUnavailable =>
  cause instanceof OutboundBusy
    ? notRequested(cause)
    : new TemporarilyUnavailable(
        'the keys of the issuer of the software statement are not available now; try again later',
        RETRY_AFTER_SECONDS,
        cause,
      );
