import { didYouMean } from '../../validation/did-you-mean';
import { isLoopback, isLoopbackHttp, isPrivateUse, isReversedDomainName, schemeOf } from '../redirect-uri';
import { itemViolations, type MetadataRule } from './rule';

/** OpenID Registration 1.0 section 2, RFC 9700 section 2.6: the redirect URIs of a web client use https. */
const webClientsRedirectToHttps: MetadataRule = (metadata) =>
  metadata.application_type === 'web'
    ? itemViolations(
        'redirect_uris',
        metadata,
        (uri) => schemeOf(uri) !== 'https',
        'must use https for a web client',
        (uri) => `register application_type 'native' for ${isLoopbackHttp(uri) ? 'loopback' : 'private-use'} redirects`,
      )
    : undefined;

/**
 * OpenID Registration 1.0 section 2: a web client with the implicit grant has no redirect URI with the host localhost.
 */
const implicitWebClientsAvoidLocalhost: MetadataRule = (metadata) =>
  metadata.application_type === 'web' && metadata.grant_types.includes('implicit')
    ? itemViolations(
        'redirect_uris',
        metadata,
        (uri) => isLoopback(uri) && schemeOf(uri) === 'https',
        'must not be loopback for a web client with the implicit grant',
        'use a public host',
      )
    : undefined;

/** RFC 8252 section 8.4: a private-use scheme is a reversed domain name, unless `PRIVATE_USE_SCHEMES` lists it. */
const privateUseSchemesAreNames = (['redirect_uris', 'post_logout_redirect_uris', 'claims_redirect_uris'] as const).map(
  (member): MetadataRule =>
    (metadata, { policy: { privateUseSchemes } }) =>
      privateUseSchemes.includes('*')
        ? undefined
        : itemViolations(
            member,
            metadata,
            (uri) =>
              isPrivateUse(uri) && !isReversedDomainName(schemeOf(uri)) && !privateUseSchemes.includes(schemeOf(uri)),
            'must have a dot between the words of a private-use scheme',
            (uri) =>
              didYouMean(
                schemeOf(uri),
                ['https', 'http', ...privateUseSchemes],
                'use a reversed domain name such as com.example.app',
              ),
          ),
);

/** The rules of redirect URIs that depend on `application_type`. */
export const REDIRECT_RULES: readonly MetadataRule[] = [
  ...privateUseSchemesAreNames,
  webClientsRedirectToHttps,
  implicitWebClientsAvoidLocalhost,
];
