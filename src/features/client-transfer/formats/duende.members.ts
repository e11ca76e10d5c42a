import { isStringArray } from '../../../core/json/json';
import { as, leftOut, partOf, type SourceMembers, to, without } from './source-member';

const CONSENT = 'this server asks no users for consent';
const USERS = 'this server authenticates no users';
const LIFETIMES = 'a policy decides the lifetime of tokens here (access_token_lifetime)';
const CLAIMS = 'this server adds no claims of clients to tokens';

/** The members of `Client` in Duende IdentityServer and IdentityServer4, in Pascal case. */
export const DUENDE_MEMBERS: SourceMembers = {
  Enabled: as('the status: `false` is disabled', (draft, value) => {
    if (value === false) draft.columns.status = 'disabled';
  }),
  ClientId: partOf('`client_id`'),
  ProtocolType: partOf('a client of another protocol than `oidc` is left out as a whole'),
  ClientSecrets: partOf('the client secrets and `jwks`: see below'),
  RequireClientSecret: partOf('`token_endpoint_auth_method`: `false` is `none`'),
  ClientName: to('client_name'),
  Description: leftOut('this server has no descriptions'),
  ClientUri: to('client_uri'),
  LogoUri: to('logo_uri'),
  RequireConsent: leftOut(CONSENT, [false]),
  AllowRememberConsent: leftOut(CONSENT, [true, false]),
  AllowedGrantTypes: partOf('`grant_types` and `response_types`; `hybrid` is both `authorization_code` and `implicit`'),
  RequirePkce: leftOut('this server requires no PKCE of single clients; the authorization endpoint does', [false]),
  AllowPlainTextPkce: leftOut('the authorization endpoint decides that', [false]),
  RequireRequestObject: to('require_signed_request_object'),
  AllowAccessTokensViaBrowser: partOf('`response_types` with `token`'),
  RequireDPoP: to('dpop_bound_access_tokens'),
  DPoPValidationMode: leftOut('DPOP_NONCE decides for all clients', [0, 1, 'Iat', 'None', 'Default']),
  DPoPClockSkew: leftOut('the clocks may differ by five minutes for all clients', ['00:05:00']),
  RedirectUris: to('redirect_uris'),
  PostLogoutRedirectUris: to('post_logout_redirect_uris'),
  FrontChannelLogoutUri: to('frontchannel_logout_uri'),
  FrontChannelLogoutSessionRequired: partOf('`frontchannel_logout_session_required`, with an address'),
  BackChannelLogoutUri: to('backchannel_logout_uri'),
  BackChannelLogoutSessionRequired: partOf('`backchannel_logout_session_required`, with an address'),
  AllowOfflineAccess: partOf('`grant_types`: `refresh_token`'),
  AllowedScopes: as('`scope`', (draft, value) => {
    if (isStringArray(value) && value.length > 0) draft.metadata['scope'] = value.join(' ');
  }),
  AlwaysIncludeUserClaimsInIdToken: leftOut(USERS, [false]),
  IdentityTokenLifetime: leftOut(LIFETIMES, [300]),
  AllowedIdentityTokenSigningAlgorithms: as('`id_token_signed_response_alg`: the first', (draft, value, name) => {
    const [first, ...others] = isStringArray(value) ? value : [];
    if (first !== undefined) draft.metadata['id_token_signed_response_alg'] = first;
    if (others.length > 0) draft.change(name, 'a client has one algorithm here: the first');
  }),
  AccessTokenLifetime: leftOut(LIFETIMES, [3600]),
  AuthorizationCodeLifetime: leftOut(LIFETIMES, [300]),
  AbsoluteRefreshTokenLifetime: leftOut(LIFETIMES, [2592000]),
  SlidingRefreshTokenLifetime: leftOut(LIFETIMES, [1296000]),
  ConsentLifetime: leftOut(CONSENT),
  RefreshTokenUsage: leftOut('this server issues no refresh tokens', [0, 1, 'ReUse', 'OneTimeOnly']),
  UpdateAccessTokenClaimsOnRefresh: leftOut('this server issues no refresh tokens', [false]),
  RefreshTokenExpiration: leftOut('this server issues no refresh tokens', [0, 1, 'Absolute', 'Sliding']),
  AccessTokenType: leftOut('access tokens are always JWTs here', [0, 'Jwt']),
  EnableLocalLogin: leftOut(USERS, [true]),
  IdentityProviderRestrictions: leftOut(USERS),
  IncludeJwtId: leftOut('access tokens always have a jti', [true, false]),
  Claims: leftOut(CLAIMS),
  AlwaysSendClientClaims: leftOut(CLAIMS, [false]),
  ClientClaimsPrefix: leftOut(CLAIMS, ['client_']),
  PairWiseSubjectSalt: leftOut('subject identifiers are computed by the server of the users'),
  UserSsoLifetime: leftOut(USERS),
  UserCodeType: leftOut('this server has no device flow'),
  DeviceCodeLifetime: leftOut(LIFETIMES, [300]),
  CibaLifetime: leftOut(LIFETIMES),
  PollingInterval: leftOut('this server has no device flow'),
  CoordinateLifetimeWithUserSession: leftOut(USERS),
  AllowedCorsOrigins: leftOut('CORS_ORIGINS decides for all clients'),
  Properties: leftOut('this server has no free properties; METADATA_EXTENSIONS defines own members'),
  InitiateLoginUri: to('initiate_login_uri'),
  RequirePushedAuthorization: to('require_pushed_authorization_requests'),
  PushedAuthorizationLifetime: leftOut(LIFETIMES),
  Created: partOf('the time of the registration, in the lineage'),
  Updated: without('the import is the last change'),
  LastAccessed: without('the registry counts uses itself'),
  NonEditable: leftOut('this server has no such setting', [false]),
  Id: without('a key of the table'),
};
