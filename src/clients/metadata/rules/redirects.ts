import { isLoopback, isPrivateUse, isReversedDomainName, schemeOf } from '../redirect-uri';
import { complainOfItem, type MetadataRule } from './rule';

/** OpenID Registration 1.0 section 2, RFC 9700 section 2.6: a web client is reached by https only. */
const webClientsRedirectToHttps: MetadataRule = (metadata) =>
  metadata.application_type === 'web'
    ? complainOfItem(
        'redirect_uris',
        metadata,
        (uri) => schemeOf(uri) !== 'https',
        'must use https for a web client',
        "register application_type 'native' for loopback redirects",
      )
    : undefined;

/** OpenID Registration 1.0 section 2: a web client with the implicit grant never redirects to localhost. */
const implicitWebClientsAvoidLocalhost: MetadataRule = (metadata) =>
  metadata.application_type === 'web' && metadata.grant_types.includes('implicit')
    ? complainOfItem(
        'redirect_uris',
        metadata,
        isLoopback,
        'must not be loopback for a web client with the implicit grant',
        'use a public host',
      )
    : undefined;

/** RFC 8252 section 8.4: a private-use scheme is a reversed domain name, unless the operator knows it by name. */
const privateUseSchemesAreNames: MetadataRule = (metadata, { policy: { privateUseSchemes } }) => {
  const isStrange = (uri: string): boolean =>
    isPrivateUse(uri) && !isReversedDomainName(schemeOf(uri)) && !privateUseSchemes.includes(schemeOf(uri));
  for (const member of ['redirect_uris', 'post_logout_redirect_uris', 'claims_redirect_uris'] as const) {
    const complaint = complainOfItem(
      member,
      metadata,
      isStrange,
      'must have a dot between the words of a private-use scheme',
      'use a reversed domain name such as com.example.app',
    );
    if (complaint) return complaint;
  }
  return undefined;
};

/** Where user agents may be sent, by what the client runs on. */
export const REDIRECT_RULES: readonly MetadataRule[] = [
  privateUseSchemesAreNames,
  webClientsRedirectToHttps,
  implicitWebClientsAvoidLocalhost,
];
