import { Injectable } from '@nestjs/common';
import type { ClientMetadata } from '../clients/metadata/client-metadata.dto';
import { GuardedFetch } from '../fetching/guarded-fetch';
import { invalidClientMetadata } from '../oauth/registration-errors';

const CIBA = 'urn:openid:params:grant-type:ciba';
const MEMBER = 'sector_identifier_uri';
const LIMIT_BYTES = 64 * 1024;

/** Whether a client belongs to the sector that it names (OpenID Registration 1.0 section 5, Core 1.0 section 8.1). */
@Injectable()
export class SectorIdentifier {
  constructor(private readonly fetching: GuardedFetch) {}

  /**
   * Fetches the document of `sector_identifier_uri`, where there is one: a JSON array that must hold every address of
   * the client, compared code point by code point. Throws `InvalidRegistration`.
   */
  async check(metadata: ClientMetadata): Promise<void> {
    const { sector_identifier_uri } = metadata;
    if (sector_identifier_uri === undefined) return;
    const listed = await this.fetching.json(sector_identifier_uri, { member: MEMBER, limitBytes: LIMIT_BYTES });
    if (!isListOfStrings(listed))
      throw invalidClientMetadata(MEMBER, 'must lead to a JSON array of strings', 'list the redirect_uris there');
    const known = new Set(listed);
    const missing = addressesOf(metadata).find(({ address }) => !known.has(address));
    if (missing)
      throw invalidClientMetadata(
        missing.place,
        `must be listed at ${MEMBER}`,
        `add ${missing.address} to the array there`,
      );
  }
}

interface Address {
  readonly place: string;
  readonly address: string;
}

/** The redirect URIs; for pairwise clients of CIBA also what stands in their place (CIBA 1.0 section 4). */
const addressesOf = (metadata: ClientMetadata): Address[] => [
  ...metadata.redirect_uris.map((address, index) => ({ place: `redirect_uris[${index}]`, address })),
  ...backchannelAddressOf(metadata),
];

const backchannelAddressOf = (metadata: ClientMetadata): Address[] => {
  const { subject_type, grant_types, backchannel_token_delivery_mode } = metadata;
  if (subject_type !== 'pairwise' || !grant_types.includes(CIBA)) return [];
  const place = backchannel_token_delivery_mode === 'push' ? 'backchannel_client_notification_endpoint' : 'jwks_uri';
  const address = metadata[place];
  return address === undefined ? [] : [{ place, address }];
};

const isListOfStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
