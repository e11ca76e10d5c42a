import { hostOf, originOf, schemeOf } from '../redirect-uri';
import { violation, itemViolations, type MetadataRule } from './rule';

/** OpenID Core 1.0 section 8.1: the sector of pairwise identifiers is one host, or a list says what belongs together. */
const pairwiseClientsHaveOneSector: MetadataRule = ({ subject_type, redirect_uris, sector_identifier_uri }) =>
  subject_type === 'pairwise' &&
  sector_identifier_uri === undefined &&
  new Set(redirect_uris.map((uri) => hostOf(uri))).size > 1
    ? violation('sector_identifier_uri', 'must be sent for pairwise subjects and several redirect hosts', 'add it')
    : undefined;

/** OpenID Core 1.0 section 6.2: what is fetched unencrypted must be signed. */
const plainRequestUrisAreSigned: MetadataRule = (metadata) =>
  metadata.require_signed_request_object || (metadata.request_object_signing_alg ?? 'none') !== 'none'
    ? undefined
    : itemViolations(
        'request_uris',
        metadata,
        (uri) => schemeOf(uri) !== 'https',
        'must use https unless request objects are signed',
        'use https, or send request_object_signing_alg',
      );

/** OpenID Front-Channel Logout 1.0 section 2: the frame has the origin of a redirect URI. */
const frontChannelLogoutIsTheClients: MetadataRule = ({ frontchannel_logout_uri: logout, redirect_uris }) =>
  logout !== undefined && !redirect_uris.some((uri) => originOf(uri) === originOf(logout))
    ? violation(
        'frontchannel_logout_uri',
        'must have scheme, host and port of a redirect URI',
        'use the address of one of redirect_uris',
      )
    : undefined;

/** OpenID Front-Channel and Back-Channel Logout 1.0 section 2: plain http is for confidential clients. */
const publicClientsLogOutEncrypted: MetadataRule = (metadata) => {
  if (metadata.token_endpoint_auth_method !== 'none') return undefined;
  const { redirect_uris } = metadata;
  const hasHttps = redirect_uris.some((uri) => schemeOf(uri) === 'https');
  return (['frontchannel_logout_uri', 'backchannel_logout_uri'] as const)
    .filter((name) => metadata[name] !== undefined && schemeOf(metadata[name]) !== 'https')
    .map((name) =>
      // A front-channel address belongs to a redirect URI, so that without one of https there is none to be had.
      violation(
        name,
        'must use https for a public client',
        name === 'backchannel_logout_uri' || hasHttps ? 'begin with https://' : 'leave it out',
      ),
    );
};

/** What OpenID Connect asks of members beside each other. */
export const OPENID_RULES: readonly MetadataRule[] = [
  pairwiseClientsHaveOneSector,
  plainRequestUrisAreSigned,
  frontChannelLogoutIsTheClients,
  publicClientsLogOutEncrypted,
];
