import { isObject, isStringArray } from '../../../core/json/json';
import { AUTH0_JWT_CONFIGURATION, AUTH0_MEMBERS } from './auth0.members';
import { ClientDraft, type Json, textAt } from './client-draft';
import type { ImportFormat } from './import-format';
import { readMembers } from './source-member';

/** Clients of Auth0 as its Management API answers them: a list, or an object with `clients`. */
export const AUTH0: ImportFormat = {
  name: 'auth0',
  product: 'Auth0',
  lists: [['clients']],
  members: AUTH0_MEMBERS,
  parts: { jwt_configuration: AUTH0_JWT_CONFIGURATION },
  read: (entry) =>
    entry['global'] === true
      ? { client_id: textAt(entry, 'client_id'), leftOut: 'it is the client of the tenant itself' }
      : read(entry),
};

const read = (entry: Json): ClientDraft => {
  const draft = new ClientDraft();
  draft.client_id = textAt(entry, 'client_id');
  readMembers(draft, entry, AUTH0_MEMBERS);
  readMethod(draft, entry);
  readGrants(draft, entry);
  for (const [from, member] of ADDRESSES)
    for (const uri of isStringArray(entry[from]) ? entry[from] : []) readUri(draft, member, uri);
  if (entry['require_proof_of_possession'] === true) draft.metadata['dpop_bound_access_tokens'] = true;
  const clear = textAt(entry, 'client_secret');
  if (clear !== '') draft.secrets.push({ clear });
  return draft;
};

const ADDRESSES = [
  ['callbacks', 'redirect_uris'],
  ['allowed_logout_urls', 'post_logout_redirect_uris'],
] as const;

/** `client_authentication_methods` takes the place of `token_endpoint_auth_method`; it names credentials by identifiers. */
const readMethod = (draft: ClientDraft, entry: Json): void => {
  const methods = isObject(entry['client_authentication_methods']) ? entry['client_authentication_methods'] : {};
  const [method] = Object.keys(methods);
  if (method !== undefined)
    draft.fault(
      'token_endpoint_auth_method',
      method,
      'must have its keys or certificates in the file; register them here before the client switches over',
    );
  else draft.metadata['token_endpoint_auth_method'] = defaultMethod(entry);
};

const defaultMethod = (entry: Json): string => {
  const isPublic = ['native', 'spa'].includes(textAt(entry, 'app_type'));
  return textAt(entry, 'token_endpoint_auth_method') || (isPublic ? 'none' : 'client_secret_post');
};

const readGrants = (draft: ClientDraft, entry: Json): void => {
  for (const grant of isStringArray(entry['grant_types']) ? entry['grant_types'] : []) {
    if (grant === 'password') draft.leaveOut('grant_types', 'the grant password is offered by no server of OAuth 2.1');
    else if (isOfAuth0(grant)) draft.leaveOut('grant_types', `${grant} is a grant of Auth0 only`);
    else draft.add('grant_types', grant);
  }
  const grants = draft.listOf('grant_types');
  if (grants.includes('authorization_code')) draft.add('response_types', 'code');
  if (grants.includes('implicit')) draft.add('response_types', 'id_token', 'token', 'id_token token');
};

const isOfAuth0 = (grant: string): boolean => grant.startsWith('http://auth0.com/') || grant === 'passwordless/otp';

const readUri = (draft: ClientDraft, member: string, uri: string): void => {
  if (uri.includes('*')) draft.fault(member, uri, 'must be an address; this is a pattern, so name each address');
  else if (/\{[\w.]+\}/.test(uri)) draft.fault(member, uri, 'must be an address; this is a template of organizations');
  else draft.add(member, uri);
};
