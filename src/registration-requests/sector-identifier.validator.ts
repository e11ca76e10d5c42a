import { Injectable } from '@nestjs/common';
import { invalidClientMetadata } from '../core/errors/registration-errors';
import { isStringArray } from '../core/json/json';
import type { StoredMetadata } from '../core/metadata/client-metadata';
import type { Caller } from '../platform/http/caller';
import { isOutboundError, UnexpectedDocument } from '../platform/outbound/outbound-errors';
import { OutboundHttpService } from '../platform/outbound/outbound-http.service';
import { RememberedDocuments } from '../platform/outbound/remembered-documents';
import { notFetched } from './not-fetched';

const CIBA = 'urn:openid:params:grant-type:ciba';
const MEMBER = 'sector_identifier_uri';
const EXPECTED = { rule: 'must lead to a JSON array of strings', remedy: 'list the redirect_uris there' };
const MINUTE_MS = 60_000;
const MOST_BYTES = 8 * 1024 * 1024;

/** Whether a client belongs to the sector that it names (OpenID Registration 1.0 section 5, Core 1.0 section 8.1). */
@Injectable()
export class SectorIdentifierValidator {
  private readonly documents: RememberedDocuments<readonly string[]>;

  constructor(outbound: OutboundHttpService) {
    this.documents = new RememberedDocuments<readonly string[]>(outbound, {
      purpose: 'registration',
      lifetimeMs: MINUTE_MS,
      requestIntervalMs: MINUTE_MS,
      mostBytes: MOST_BYTES,
      read: (json) => {
        if (!isStringArray(json)) throw new UnexpectedDocument('the document is no JSON array of strings');
        return json;
      },
    });
  }

  /**
   * The addresses that the document at a `sector_identifier_uri` lists. It is fetched at most once a minute, even if
   * that fails. Throws `InvalidRegistration` if it cannot be fetched, and `TemporarilyUnavailable` if no slot for an
   * outbound request is free.
   */
  async listedAt(sector_identifier_uri: string): Promise<readonly string[]> {
    try {
      return await this.documents.current(sector_identifier_uri);
    } catch (cause) {
      throw isOutboundError(cause) ? notFetched(MEMBER, EXPECTED, cause) : cause;
    }
  }

  /**
   * Compares the client with the document of its `sector_identifier_uri`, if it has one: a JSON array that contains
   * every address of the client, character by character. Throws what {@link listedAt} throws, and `CallerDisconnected`.
   */
  async check(metadata: StoredMetadata, caller: Caller): Promise<void> {
    const { sector_identifier_uri } = metadata;
    if (sector_identifier_uri === undefined) return;
    const known = new Set(await caller.whileThere(this.listedAt(sector_identifier_uri)));
    const missing = addressesOf(metadata).find(({ address }) => !known.has(address));
    if (missing)
      throw invalidClientMetadata(
        missing.place,
        `must be listed at ${MEMBER}`,
        `add ${missing.address} to the array there, and try again in a minute`,
      );
  }
}

interface Address {
  readonly place: string;
  readonly address: string;
}

/** The redirect URIs; for pairwise clients of CIBA also the address that CIBA compares instead (CIBA 1.0 section 4). */
const addressesOf = (metadata: StoredMetadata): Address[] => [
  ...metadata.redirect_uris.map((address, index) => ({ place: `redirect_uris[${index}]`, address })),
  ...backchannelAddressOf(metadata),
];

const backchannelAddressOf = (metadata: StoredMetadata): Address[] => {
  const { subject_type, grant_types, backchannel_token_delivery_mode } = metadata;
  if (subject_type !== 'pairwise' || !grant_types.includes(CIBA)) return [];
  const place = backchannel_token_delivery_mode === 'push' ? 'backchannel_client_notification_endpoint' : 'jwks_uri';
  const address = metadata[place];
  return address === undefined ? [] : [{ place, address }];
};
