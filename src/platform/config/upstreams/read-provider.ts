import type { MemberReader } from '../../../core/document-members/member-reader';
import { ADDRESS, ID_TOKEN_ALG } from './text-rules';
import type { OAuthProvider, OpenIdProvider } from './upstream';

/** What stands for the tenant in the issuer of a provider with many tenants. */
export const TENANT = '{tenantid}';
/** The tenant in the address of the metadata: those of all organisations. */
const ALL_TENANTS = 'organizations';
const WELL_KNOWN = '/.well-known/openid-configuration';

/** Reads which provider an entry names: an OpenID provider by `issuer`, another one by the endpoints of `oauth`. */
export const readProvider = (reader: MemberReader): OpenIdProvider | OAuthProvider | undefined => {
  const oauth = reader.object('oauth');
  const issuer = reader.text('issuer', ADDRESS);
  const metadataAddress = reader.text('metadata_uri', ADDRESS);
  const idTokenAlg = reader.text('id_token_signed_response_alg', ID_TOKEN_ALG) ?? 'RS256';
  if (oauth && reader.has('issuer'))
    return void reader.fault(
      ['issuer'],
      'must not stand beside oauth',
      'leave out oauth if the provider has OpenID Connect',
    );
  if (oauth) return endpointsOf(oauth);
  if (!reader.has('issuer'))
    return void reader.fault(
      ['issuer'],
      'must be set',
      'name the issuer of the OpenID provider, or the endpoints of another one as oauth',
    );
  if (issuer === undefined) return undefined;
  const published = issuer.replace(TENANT, ALL_TENANTS).replace(/\/$/, '') + WELL_KNOWN;
  return { kind: 'openid', issuer, metadataAddress: metadataAddress ?? published, idTokenAlg };
};

const endpointsOf = (oauth: MemberReader): OAuthProvider | undefined => {
  const authorizationEndpoint = oauth.requiredText('authorization_endpoint', ADDRESS);
  const tokenEndpoint = oauth.requiredText('token_endpoint', ADDRESS);
  const userEndpoint = oauth.requiredText('user_endpoint', ADDRESS);
  const emailsEndpoint = oauth.text('emails_endpoint', ADDRESS);
  oauth.end();
  if (authorizationEndpoint === undefined || tokenEndpoint === undefined || userEndpoint === undefined)
    return undefined;
  return {
    kind: 'oauth',
    issuer: new URL(authorizationEndpoint).origin,
    authorizationEndpoint,
    tokenEndpoint,
    userEndpoint,
    ...(emailsEndpoint !== undefined && { emailsEndpoint }),
  };
};
