import { isObject } from '../../../core/json/json';
import { KEYCLOAK_ATTRIBUTES } from './keycloak.attributes';
import { as, leftOut, partOf, readMembers, type SourceMembers, to, without } from './source-member';

const CONSENT = 'this server asks no users for consent';
const ROLES = 'this server has no roles and no mappers of claims';

/** The members of `ClientRepresentation`, as Keycloak documents them. */
export const KEYCLOAK_MEMBERS: SourceMembers = {
  id: without('the identifier within Keycloak; `clientId` is that of the client'),
  clientId: partOf('`client_id`'),
  name: to('client_name'),
  description: leftOut('this server has no descriptions'),
  type: leftOut('this server has no types of clients'),
  rootUrl: partOf('the beginning of relative addresses'),
  baseUrl: as('`client_uri`, if it is absolute', (draft, value, name) => {
    if (/^https?:/.test(String(value))) draft.metadata['client_uri'] = value;
    else if (value !== '') draft.leaveOut(name, 'it is no absolute address');
  }),
  adminUrl: leftOut('this server sends no requests of Keycloak to clients'),
  surrogateAuthRequired: leftOut('this server has no such setting', [false]),
  enabled: as('the status: `false` is disabled', (draft, value) => {
    if (value === false) draft.columns.status = 'disabled';
  }),
  alwaysDisplayInConsole: leftOut('this server has no console of users', [false]),
  clientAuthenticatorType: partOf('`token_endpoint_auth_method`'),
  secret: partOf('the client secret, as a keyed hash'),
  registrationAccessToken: leftOut('Keycloak signs it, and this server cannot verify it; issue a new one'),
  defaultRoles: leftOut(ROLES),
  redirectUris: partOf('`redirect_uris`; a pattern breaks a rule'),
  webOrigins: leftOut('CORS_ORIGINS decides for all clients', [['+']]),
  notBefore: leftOut('disable and enable the client to end its tokens', [0]),
  bearerOnly: partOf('a client with `true` is left out as a whole'),
  consentRequired: leftOut(CONSENT, [false]),
  standardFlowEnabled: partOf('`grant_types`: `authorization_code`'),
  implicitFlowEnabled: partOf('`grant_types`: `implicit`'),
  directAccessGrantsEnabled: leftOut('the grant password is offered by no server of OAuth 2.1', [false]),
  serviceAccountsEnabled: partOf('`grant_types`: `client_credentials`'),
  authorizationServicesEnabled: leftOut('this server has no authorization services', [false]),
  authorizationSettings: leftOut('this server has no authorization services'),
  directGrantsOnly: leftOut('the grant password is offered by no server of OAuth 2.1', [false]),
  publicClient: partOf('`token_endpoint_auth_method`: `true` is `none`'),
  frontchannelLogout: without('`frontchannel.logout.url` says the same'),
  protocol: partOf('a client of SAML is left out as a whole'),
  attributes: as('each attribute as below', (draft, value, name) => {
    if (isObject(value)) readMembers(draft, value, KEYCLOAK_ATTRIBUTES, `${name}.`);
  }),
  authenticationFlowBindingOverrides: leftOut('this server authenticates no users'),
  fullScopeAllowed: leftOut(ROLES, [false, true]),
  nodeReRegistrationTimeout: leftOut('this server has no nodes of clients', [-1, 0]),
  registeredNodes: leftOut('this server has no nodes of clients'),
  protocolMappers: leftOut(ROLES),
  defaultClientScopes: partOf('`scope`'),
  optionalClientScopes: partOf('`scope`'),
  access: without('what the exporting administrator may do'),
  origin: without('where Keycloak stores the client'),
};
