import { hostOf, originOf, schemeOf } from '../redirect-uri';
import { violation, itemViolations, type MetadataRule } from './rule';

/**
 * OpenID Core 1.0 section 8.1: the redirect URIs of a pairwise client have one host, or a sector document lists them.
 */
const pairwiseClientsHaveOneSector: MetadataRule = ({ subject_type, redirect_uris, sector_identifier_uri }) =>
  subject_type === 'pairwise' &&
  sector_identifier_uri === undefined &&
  new Set(redirect_uris.map((uri) => hostOf(uri))).size > 1
    ? violation('sector_identifier_uri', 'must be sent for pairwise subjects and several redirect hosts', 'add it')
    : undefined;

/** OpenID Core 1.0 section 6.2: a request object that is fetched over plain http must be signed. */
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

/** OpenID Front-Channel Logout 1.0 section 2: the logout address has the origin of a redirect URI. */
const frontChannelLogoutIsTheClients: MetadataRule = ({ frontchannel_logout_uri: logout, redirect_uris }) =>
  logout !== undefined && !redirect_uris.some((uri) => originOf(uri) === originOf(logout))
    ? violation(
        'frontchannel_logout_uri',
        'must have scheme, host and port of a redirect URI',
        'use the address of one of redirect_uris',
      )
    : undefined;

/** OpenID Front-Channel and Back-Channel Logout 1.0 section 2: only confidential clients may use plain http. */
const publicClientsLogOutEncrypted: MetadataRule = (metadata) => {
  if (metadata.token_endpoint_auth_method !== 'none') return undefined;
  const { redirect_uris } = metadata;
  const hasHttps = redirect_uris.some((uri) => schemeOf(uri) === 'https');
  return (['frontchannel_logout_uri', 'backchannel_logout_uri'] as const)
    .filter((name) => metadata[name] !== undefined && schemeOf(metadata[name]) !== 'https')
    .map((name) =>
      // A front-channel address has the origin of a redirect URI: without an https redirect URI there is no permitted
      // value.
      violation(
        name,
        'must use https for a public client',
        name === 'backchannel_logout_uri' || hasHttps ? 'begin with https://' : 'leave it out',
      ),
    );
};

/** The rules of OpenID Connect between members. */
export const OPENID_RULES: readonly MetadataRule[] = [
  pairwiseClientsHaveOneSector,
  plainRequestUrisAreSigned,
  frontChannelLogoutIsTheClients,
  publicClientsLogOutEncrypted,
];
