import { isObject, isStringArray } from '../../../core/json/json';
import { ClientDraft, type Json, type LeftOutClient, textAt } from './client-draft';
import { DUENDE_MEMBERS } from './duende.members';
import { readDuendeSecret } from './duende.secrets';
import type { ImportFormat } from './import-format';
import { readMembers } from './source-member';

/** Clients of IdentityServer: the section of its configuration, or its model as JSON, in Pascal or camel case. */
export const DUENDE: ImportFormat = {
  name: 'duende',
  product: 'Duende IdentityServer',
  lists: [['Clients'], ['clients'], ['IdentityServer', 'Clients']],
  members: DUENDE_MEMBERS,
  read: (given) => {
    const entry = inPascalCase(given);
    return reasonToLeaveOut(entry) ?? read(entry);
  },
};

const inPascalCase = (entry: Json): Json =>
  Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [PASCAL.get(name.toLowerCase()) ?? name, value] as const),
  );

/** `requireDPoP` and `requireDpop` are both the camel case of `RequireDPoP`. */
const PASCAL: ReadonlyMap<string, string> = new Map(
  [...Object.keys(DUENDE_MEMBERS), 'Type', 'Value', 'Expiration'].map((name) => [name.toLowerCase(), name]),
);

const reasonToLeaveOut = (entry: Json): LeftOutClient | undefined =>
  ['', 'oidc'].includes(textAt(entry, 'ProtocolType'))
    ? undefined
    : { client_id: textAt(entry, 'ClientId'), leftOut: 'it is no client of OpenID Connect' };

const read = (entry: Json): ClientDraft => {
  const draft = new ClientDraft();
  draft.client_id = textAt(entry, 'ClientId');
  readMembers(draft, entry, DUENDE_MEMBERS);
  readSecrets(draft, entry);
  draft.metadata['token_endpoint_auth_method'] = methodOf(draft, entry);
  readGrants(draft, entry);
  readLogout(draft, entry);
  const created = new Date(textAt(entry, 'Created'));
  if (!Number.isNaN(created.getTime())) draft.registered_at = created;
  return draft;
};

const readSecrets = (draft: ClientDraft, entry: Json): void => {
  const secrets = Array.isArray(entry['ClientSecrets']) ? (entry['ClientSecrets'] as readonly unknown[]) : [];
  secrets.forEach((secret, index) => {
    if (isObject(secret)) readDuendeSecret(draft, inPascalCase(secret), `ClientSecrets[${index}]`);
  });
};

/** IdentityServer accepts each kind of secret of a client; here one method is registered. */
const methodOf = (draft: ClientDraft, entry: Json): string => {
  if (entry['RequireClientSecret'] === false) return 'none';
  const hasKeys = draft.metadata['jwks'] !== undefined;
  if (hasKeys && draft.secrets.length > 0)
    draft.change('ClientSecrets', 'a client has one method here: its keys count, and its secrets do not');
  return hasKeys ? 'private_key_jwt' : 'client_secret_basic';
};

const readGrants = (draft: ClientDraft, entry: Json): void => {
  const grants = isStringArray(entry['AllowedGrantTypes']) ? entry['AllowedGrantTypes'] : [];
  for (const grant of grants)
    if (grant === 'password')
      draft.leaveOut('AllowedGrantTypes', 'the grant password is offered by no server of OAuth 2.1');
    else draft.add('grant_types', ...(grant === 'hybrid' ? ['authorization_code', 'implicit'] : [grant]));
  if (entry['AllowOfflineAccess'] === true && draft.listOf('grant_types').length > 0)
    draft.add('grant_types', 'refresh_token');
  const hasTokens = entry['AllowAccessTokensViaBrowser'] === true;
  if (grants.includes('authorization_code')) draft.add('response_types', 'code');
  if (grants.includes('implicit'))
    draft.add('response_types', 'id_token', ...(hasTokens ? ['id_token token', 'token'] : []));
  if (grants.includes('hybrid'))
    draft.add('response_types', 'code id_token', ...(hasTokens ? ['code token', 'code id_token token'] : []));
};

const readLogout = (draft: ClientDraft, entry: Json): void => {
  for (const [channel, member] of [
    ['FrontChannel', 'frontchannel'],
    ['BackChannel', 'backchannel'],
  ] as const)
    if (draft.metadata[`${member}_logout_uri`] !== undefined)
      draft.metadata[`${member}_logout_session_required`] = entry[`${channel}LogoutSessionRequired`] !== false;
};
