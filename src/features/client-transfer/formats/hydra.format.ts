import { isObject, parseJson } from '../../../core/json/json';
import { ClientDraft, type Json, textAt } from './client-draft';
import type { ImportFormat } from './import-format';
import { leftOut, partOf, readMembers, type SourceMembers, without } from './source-member';
import { STANDARD_MEMBERS } from './standard-members';

const LIFESPAN = 'a policy decides the lifetime of tokens here (access_token_lifetime)';
const ZERO = [false, '0s'];

/** The members of a client of Ory Hydra: those of its API, and the columns of its table that the API hides. */
const HYDRA_MEMBERS: SourceMembers = {
  ...STANDARD_MEMBERS,
  id: partOf('`client_id`, in a row of the table'),
  client_id: partOf('`client_id`'),
  client_secret: partOf('the client secret: its hash is kept until its first use'),
  client_secret_expires_at: partOf('the expiry of the secret'),
  registration_access_token: leftOut('Hydra signs it, and this server cannot verify it; issue a new one'),
  registration_access_token_signature: leftOut('this server cannot verify the token; issue a new one'),
  registration_client_uri: without('it is an address of Hydra'),
  created_at: partOf('the time of the registration, in the lineage'),
  updated_at: without('the import is the last change'),
  owner: leftOut('this server has no owners of clients; attach a policy with --policy'),
  metadata: leftOut('this server has no free metadata; METADATA_EXTENSIONS defines own members'),
  audience: leftOut('RESOURCES and policies decide for which resources a client obtains tokens'),
  allowed_cors_origins: leftOut('CORS_ORIGINS decides for all clients'),
  access_token_strategy: leftOut('access tokens are always JWTs here', ['jwt']),
  skip_consent: leftOut('this server asks no users for consent', [false]),
  skip_logout_consent: leftOut('this server asks no users for consent', [false]),
  pk: without('a key of the table'),
  pk_deprecated: without('a key of the table'),
  nid: without('the network of Ory'),
  ...Object.fromEntries(
    [
      'authorization_code_grant_access_token_lifespan',
      'authorization_code_grant_id_token_lifespan',
      'authorization_code_grant_refresh_token_lifespan',
      'client_credentials_grant_access_token_lifespan',
      'implicit_grant_access_token_lifespan',
      'implicit_grant_id_token_lifespan',
      'jwt_bearer_grant_access_token_lifespan',
      'password_grant_access_token_lifespan',
      'password_grant_refresh_token_lifespan',
      'refresh_token_grant_access_token_lifespan',
      'refresh_token_grant_id_token_lifespan',
      'refresh_token_grant_refresh_token_lifespan',
      'device_authorization_grant_access_token_lifespan',
      'device_authorization_grant_id_token_lifespan',
      'device_authorization_grant_refresh_token_lifespan',
    ].map((name) => [name, leftOut(LIFESPAN, ZERO)]),
  ),
};

/** Clients of Ory Hydra: the answer of its API, of `hydra list`, or rows of the table `hydra_client` as JSON. */
export const HYDRA: ImportFormat = {
  name: 'hydra',
  product: 'Ory Hydra',
  lists: [['items']],
  members: HYDRA_MEMBERS,
  read: (entry) => {
    const draft = new ClientDraft();
    draft.client_id = textAt(entry, 'client_id') || textAt(entry, 'id');
    readMembers(draft, asOfApi(entry), HYDRA_MEMBERS);
    dropEmpty(draft);
    draft.metadata['token_endpoint_auth_method'] ??= 'client_secret_basic';
    readSecret(draft, entry);
    const created = new Date(textAt(entry, 'created_at'));
    if (!Number.isNaN(created.getTime())) draft.registered_at = created;
    return draft;
  },
};

/** Columns that are lists in the API. In rows they are lists too, or texts: as JSON, or divided by `|` in old versions. */
const LISTS: ReadonlySet<string> = new Set([
  ...['redirect_uris', 'grant_types', 'response_types', 'contacts', 'request_uris', 'post_logout_redirect_uris'],
  ...['audience', 'allowed_cors_origins'],
]);

/** A row of the table with the types of the API. */
const asOfApi = (entry: Json): Json =>
  Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, typedAs(name, value)]));

const typedAs = (name: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  if (name === 'jwks' || name === 'metadata') return parseJson(value) ?? value;
  if (!LISTS.has(name)) return value;
  return parseJson(value) ?? value.split('|').filter((item) => item !== '');
};

/** Rows have every column, and Hydra stores nothing as an empty value. */
const dropEmpty = ({ metadata }: ClientDraft): void => {
  for (const [member, value] of Object.entries(metadata))
    if (isNothing(value)) Reflect.deleteProperty(metadata, member);
};

const isNothing = (value: unknown): boolean =>
  value === '' || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);

const readSecret = (draft: ClientDraft, entry: Json): void => {
  const secret = textAt(entry, 'client_secret');
  const expiry = entry['client_secret_expires_at'];
  const expires = typeof expiry === 'number' && expiry > 0 ? { expires_at: expiry } : {};
  if (secret === '') return;
  draft.secrets.push(secret.startsWith('$') ? { hash: secret, ...expires } : { clear: secret, ...expires });
};
