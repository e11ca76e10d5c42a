import { Injectable } from '@nestjs/common';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import type { TrustedIssuer } from '../../platform/config/software-statement-issuers';
import { GuardedFetchService } from '../../platform/outbound/guarded-fetch.service';
import { OutboundFailed } from '../../platform/outbound/outbound-failed';
import { type RemoteKeySets, remoteKeySets } from '../../platform/outbound/remote-key-sets';
import { notFetched } from '../not-fetched';
import type { KeySource } from './verified-jwt';

const RETRY_AFTER_SECONDS = 30;

/** The keys that statements and signed requests are verified with. Never those that a JWT brings along in its header. */
@Injectable()
export class IssuerKeysService {
  private readonly issuers: RemoteKeySets;
  private readonly software: RemoteKeySets;

  constructor(fetching: GuardedFetchService) {
    this.issuers = remoteKeySets(fetching, 'statement issuers');
    this.software = remoteKeySets(fetching, 'registration');
  }

  /**
   * The keys of a trusted issuer, from its file or its address. Throws 503 when the address does not answer: the client
   * can do nothing about that.
   */
  of({ jwks, jwks_uri = '' }: TrustedIssuer): KeySource {
    return jwks ? keysByValue(jwks.keys) : keysAt(jwks_uri, this.issuers, unavailable);
  }

  /** The keys of a client at the address that its software statement gives. Throws `InvalidRegistration`. */
  ofSoftware(jwks_uri: string): KeySource {
    return keysAt(jwks_uri, this.software, (cause) =>
      notFetched('jwks_uri', { rule: 'must lead to a JWK Set', remedy: 'publish the keys there' }, cause),
    );
  }
}

/** Keys that are at hand. */
export const keysByValue = (keys: readonly object[]): KeySource => {
  const set = { keys: [...keys] };
  return { current: () => Promise.resolve(set), renewed: () => Promise.resolve(set) };
};

const keysAt = (uri: string, sets: RemoteKeySets, refusal: (cause: OutboundFailed) => Error): KeySource => {
  const from = async (asked: Promise<readonly object[]>): Promise<{ keys: object[] }> => {
    try {
      return { keys: [...(await asked)] };
    } catch (cause) {
      throw cause instanceof OutboundFailed ? refusal(cause) : cause;
    }
  };
  return { current: () => from(sets.current(uri)), renewed: () => from(sets.renewed(uri)) };
};

const unavailable = (cause: OutboundFailed): TemporarilyUnavailable =>
  new TemporarilyUnavailable(
    'the keys of the issuer of the software statement are not available now; try again later',
    RETRY_AFTER_SECONDS,
    cause,
  );
