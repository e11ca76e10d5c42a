import { isObject, isStringArray } from '../../../core/json/json';
import { ClientDraft, type Json, type LeftOutClient, textAt } from './client-draft';
import type { ImportFormat } from './import-format';
import { KEYCLOAK_ATTRIBUTES, listOf } from './keycloak.attributes';
import { KEYCLOAK_MEMBERS } from './keycloak.members';
import { readMembers } from './source-member';

/** The clients that each realm has from its beginning. */
const BUILT_IN: ReadonlySet<string> = new Set([
  'account',
  'account-console',
  'admin-cli',
  'admin-permissions',
  'broker',
  'realm-management',
  'security-admin-console',
]);

const METHODS: Readonly<Record<string, string>> = {
  'client-secret': 'client_secret_basic',
  'client-secret-jwt': 'client_secret_jwt',
  'client-jwt': 'private_key_jwt',
  'client-x509': 'tls_client_auth',
};

/** A realm as Keycloak exports it: `clients` of the realm, or the list of clients itself. */
export const KEYCLOAK: ImportFormat = {
  name: 'keycloak',
  product: 'Keycloak',
  lists: [['clients']],
  members: KEYCLOAK_MEMBERS,
  parts: { attributes: KEYCLOAK_ATTRIBUTES },
  read: (entry) => reasonToLeaveOut(entry) ?? read(entry),
};

const reasonToLeaveOut = (entry: Json): LeftOutClient | undefined => {
  const client_id = textAt(entry, 'clientId');
  const leave = (leftOut: string): LeftOutClient => ({ client_id, leftOut });
  if (client_id === '' && 'realm' in entry) return leave('this is a realm; export one realm, not several in a list');
  if (BUILT_IN.has(client_id) || client_id.endsWith('-realm') || textAt(entry, 'attributes', 'realm_client') === 'true')
    return leave('it is a client of Keycloak itself');
  if (!['', 'openid-connect'].includes(textAt(entry, 'protocol'))) return leave('it is no client of OpenID Connect');
  if (entry['bearerOnly'] === true) return leave('it obtains no tokens; list its address in RESOURCES instead');
  return undefined;
};

const read = (entry: Json): ClientDraft => {
  const draft = new ClientDraft();
  draft.client_id = textAt(entry, 'clientId');
  readMembers(draft, entry, KEYCLOAK_MEMBERS);
  readMethod(draft, entry);
  readFlows(draft, entry);
  readScope(draft, entry);
  readRedirects(draft, entry);
  readSecrets(draft, entry);
  const created = Number(textAt(entry, 'attributes', 'client.secret.creation.time'));
  if (created > 0) draft.registered_at = new Date(created * 1000);
  return draft;
};

const readMethod = (draft: ClientDraft, entry: Json): void => {
  const type = textAt(entry, 'clientAuthenticatorType') || 'client-secret';
  const method = entry['publicClient'] === true ? 'none' : METHODS[type];
  if (method === undefined) {
    draft.fault('token_endpoint_auth_method', type, 'must be a method of OAuth; this is an own one of that Keycloak');
    return;
  }
  draft.metadata['token_endpoint_auth_method'] = method;
  if (method !== 'tls_client_auth') return;
  const subject = textAt(entry, 'attributes', 'x509.subjectdn');
  if (textAt(entry, 'attributes', 'x509.allow.regex.pattern.comparison') === 'true')
    draft.fault('tls_client_auth_subject_dn', subject, 'must be the name itself; x509.subjectdn is a pattern here');
  else draft.metadata['tls_client_auth_subject_dn'] = subject;
};

/** What a missing flag means is what Keycloak itself assumes when it imports the file. */
const readFlows = (draft: ClientDraft, entry: Json): void => {
  const hasCode = entry['standardFlowEnabled'] !== false;
  const isImplicit = entry['implicitFlowEnabled'] === true;
  if (hasCode) draft.add('grant_types', 'authorization_code');
  if (isImplicit) draft.add('grant_types', 'implicit');
  if (entry['serviceAccountsEnabled'] === true) draft.add('grant_types', 'client_credentials');
  if (hasCode && textAt(entry, 'attributes', 'use.refresh.tokens') !== 'false')
    draft.add('grant_types', 'refresh_token');
  if (hasCode) draft.add('response_types', 'code');
  if (isImplicit) draft.add('response_types', 'id_token', 'id_token token', 'token');
  if (hasCode && isImplicit) draft.add('response_types', 'code id_token', 'code token', 'code id_token token');
};

/** Every request of a client of OpenID Connect may contain `openid`, which is no client scope in Keycloak. */
const readScope = (draft: ClientDraft, entry: Json): void => {
  const named = [entry['defaultClientScopes'], entry['optionalClientScopes']].flatMap((list) =>
    isStringArray(list) ? list : [],
  );
  if (named.length > 0) draft.metadata['scope'] = [...new Set(['openid', ...named])].join(' ');
};

const readRedirects = (draft: ClientDraft, entry: Json): void => {
  const usesRedirects = draft.listOf('response_types').length > 0;
  const given = isStringArray(entry['redirectUris']) ? entry['redirectUris'] : [];
  if (usesRedirects) for (const uri of given) readUri(draft, entry, 'redirect_uris', uri);
  else if (given.length > 0) draft.leaveOut('redirectUris', 'no flow of the client uses them');
  for (const uri of listOf(textAt(entry, 'attributes', 'post.logout.redirect.uris'))) {
    if (uri === '+') draft.add('post_logout_redirect_uris', ...draft.listOf('redirect_uris'));
    else if (uri !== '-') readUri(draft, entry, 'post_logout_redirect_uris', uri);
  }
};

const readUri = (draft: ClientDraft, entry: Json, member: string, uri: string): void => {
  if (uri.includes('*'))
    return void draft.fault(member, uri, 'must be an address; this is a pattern, so name each address');
  const isRelative = uri.startsWith('/');
  const root = textAt(entry, 'rootUrl');
  if (isRelative && !/^https?:/.test(root))
    return void draft.fault(member, uri, 'must be absolute; the client has no absolute rootUrl');
  draft.add(member, isRelative ? `${root.replace(/\/$/, '')}${uri}` : uri);
};

const readSecrets = (draft: ClientDraft, entry: Json): void => {
  const attributes = isObject(entry['attributes']) ? entry['attributes'] : {};
  addSecret(draft, 'secret', entry['secret'], attributes['client.secret.expiration.time']);
  const rotated = attributes['client.secret.rotated'];
  addSecret(draft, 'attributes.client.secret.rotated', rotated, attributes['client.secret.rotated.expiration.time']);
};

const addSecret = (draft: ClientDraft, member: string, clear: unknown, expiry: unknown): void => {
  if (typeof clear !== 'string' || clear === '') return;
  if (/^\*+$/.test(clear)) draft.leaveOut(member, 'the file hides it; export with kc.sh export, which does not');
  else if (clear.startsWith('${vault.'))
    draft.leaveOut(member, 'it is in the vault of Keycloak; write it into the file');
  else draft.secrets.push({ clear, ...(Number(expiry) > 0 && { expires_at: Number(expiry) }) });
};
