import { Injectable } from '@nestjs/common';
import type { Jwk } from '../core/jose/jwk';
import { fitsAlgorithm, hasPurpose } from '../core/jose/key-use';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import { needsOf } from '../core/metadata/vocabulary';
import { OutboundBusy, OutboundFailed, UnexpectedDocument } from '../platform/outbound/outbound-errors';
import { OutboundHttpService } from '../platform/outbound/outbound-http.service';
import { ANSWER_WITHIN_SECONDS } from '../platform/outbound/outbound-request';
import { type RemoteKeySets, remoteKeySets } from '../platform/outbound/remote-key-sets';

const NOT_FETCHED = `could not be fetched; let it answer within ${ANSWER_WITHIN_SECONDS} seconds with status 200, a JWK Set of 64 KiB at most and no redirect on a public host`;
const NO_KEY_SET = 'must lead to a JWK Set; publish a JSON object with a member keys that is an array there';

/**
 * Whether a client can authenticate with the keys at its `jwks_uri`. The response to a failed authentication does not
 * contain the reason, because any caller can cause one. Responses to the client's own management requests, and to
 * trials, do.
 */
@Injectable()
export class PublishedKeysService {
  private readonly remote: RemoteKeySets;

  constructor(outbound: OutboundHttpService) {
    this.remote = remoteKeySets(outbound, 'registration');
  }

  /**
   * Returns a description of the problem, or `undefined` if there is none. Requests the address at most every half
   * minute and waits {@link ANSWER_WITHIN_SECONDS} at most. The description is the same for every failure, so that it
   * does not reveal what an address returned. Also `undefined` for a client that authenticates without these keys, and
   * if no slot for an outbound request is free.
   */
  async problemOf(metadata: StoredMetadata): Promise<string | undefined> {
    const { jwks_uri, token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg } = metadata;
    if (jwks_uri === undefined || needsOf(method).publishes === undefined) return undefined;
    const isUsed = (key: Jwk): boolean => hasPurpose(key, 'sig') && (alg === undefined || fitsAlgorithm(key, alg));
    try {
      const keys = await this.remote.current(jwks_uri);
      return keys.some(isUsed)
        ? undefined
        : `must hold a key that signs ${alg ?? 'assertions'}; publish it, with use sig`;
    } catch (cause) {
      if (cause instanceof UnexpectedDocument) return NO_KEY_SET;
      if (cause instanceof OutboundFailed) return NOT_FETCHED;
      if (cause instanceof OutboundBusy) return undefined;
      throw cause;
    }
  }
}
