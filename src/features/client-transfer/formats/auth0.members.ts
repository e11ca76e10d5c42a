import { isObject } from '../../../core/json/json';
import { as, leftOut, partOf, readMembers, type SourceMembers, to, without } from './source-member';

const USERS = 'this server authenticates no users';
const LOGIN = 'this server has no login page';

/** The members of `jwt_configuration`. */
export const AUTH0_JWT_CONFIGURATION: SourceMembers = {
  alg: to('id_token_signed_response_alg'),
  lifetime_in_seconds: leftOut('the server of the users decides the lifetime of ID tokens', [36000]),
  secret_encoded: partOf('nothing; `true` means that keys were computed from the decoded secret'),
  scopes: leftOut('this server has no such scopes'),
};

/** The members of a client in the Management API of Auth0. */
export const AUTH0_MEMBERS: SourceMembers = {
  client_id: partOf('`client_id`'),
  client_secret: partOf('the client secret, as a keyed hash'),
  tenant: without('the tenant of Auth0'),
  name: to('client_name'),
  description: leftOut('this server has no descriptions'),
  global: partOf('the client of the tenant itself is left out as a whole'),
  app_type: as('`application_type`: `native` is native, all others are web', (draft, value) => {
    draft.metadata['application_type'] = value === 'native' ? 'native' : 'web';
  }),
  logo_uri: to('logo_uri'),
  is_first_party: leftOut(USERS, [true, false]),
  oidc_conformant: without('this server conforms always'),
  callbacks: partOf('`redirect_uris`; a pattern breaks a rule'),
  allowed_logout_urls: partOf('`post_logout_redirect_uris`'),
  allowed_origins: leftOut('CORS_ORIGINS decides for all clients'),
  web_origins: leftOut('CORS_ORIGINS decides for all clients'),
  client_aliases: leftOut('this server has no aliases'),
  allowed_clients: leftOut('this server has no delegation'),
  oidc_logout: as('`backchannel_logout_uri`: the first', (draft, value, name) => {
    const urls: unknown = isObject(value) ? value['backchannel_logout_urls'] : undefined;
    const [first, ...others] = Array.isArray(urls) ? (urls as readonly unknown[]) : [];
    if (first !== undefined) draft.metadata['backchannel_logout_uri'] = first;
    if (others.length > 0) draft.change(name, 'a client has one address of back-channel logout here: the first');
  }),
  grant_types: partOf('`grant_types` and `response_types`; grants of Auth0 that are no standard are left out'),
  jwt_configuration: as('each member as below', (draft, value, name) => {
    if (isObject(value)) readMembers(draft, value, AUTH0_JWT_CONFIGURATION, `${name}.`);
  }),
  signing_keys: without('keys of Auth0, not of the client'),
  encryption_key: leftOut('it is a key for SAML'),
  sso: leftOut(USERS, [true, false]),
  sso_disabled: leftOut(USERS, [false]),
  cross_origin_authentication: leftOut(LOGIN, [false]),
  cross_origin_auth: leftOut(LOGIN, [false]),
  cross_origin_loc: leftOut(LOGIN),
  custom_login_page_on: leftOut(LOGIN, [true, false]),
  custom_login_page: leftOut(LOGIN),
  custom_login_page_preview: leftOut(LOGIN),
  form_template: leftOut(LOGIN),
  addons: leftOut('this server has no add-ons'),
  token_endpoint_auth_method: partOf('`token_endpoint_auth_method`'),
  client_authentication_methods: partOf('a method with credentials, which the file does not have, breaks a rule'),
  client_metadata: leftOut('this server has no free metadata; METADATA_EXTENSIONS defines own members'),
  mobile: leftOut('this server has no native social login'),
  native_social_login: leftOut('this server has no native social login'),
  initiate_login_uri: to('initiate_login_uri'),
  refresh_token: leftOut('this server issues no refresh tokens'),
  default_organization: leftOut('this server has no organizations'),
  organization_usage: leftOut('this server has no organizations', ['deny']),
  organization_require_behavior: leftOut('this server has no organizations', ['no_prompt']),
  organization_discovery_methods: leftOut('this server has no organizations'),
  require_pushed_authorization_requests: to('require_pushed_authorization_requests'),
  require_proof_of_possession: partOf('`dpop_bound_access_tokens`'),
  signed_request_object: leftOut('its credentials are not in the file; register jwks'),
  compliance_level: leftOut('policies decide that here', ['none']),
  par_request_expiry: leftOut('the authorization endpoint decides that'),
  token_exchange: leftOut('this server has no token exchange'),
  session_transfer: leftOut(USERS),
  token_quota: leftOut('rate limits decide for all clients'),
  callback_url_template: leftOut('this server has no templates', [false]),
  owners: leftOut('this server has no owners of clients'),
  resource_server_identifier: leftOut('RESOURCES lists resource servers'),
  rotated_at: without('when Auth0 last changed the secret'),
};
