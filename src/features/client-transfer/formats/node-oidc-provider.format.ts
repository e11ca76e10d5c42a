import { ClientDraft, textAt } from './client-draft';
import type { ImportFormat } from './import-format';
import { leftOut, partOf, readMembers, type SourceMembers, without } from './source-member';
import { STANDARD_MEMBERS } from './standard-members';

const NODE_OIDC_PROVIDER_MEMBERS: SourceMembers = {
  ...STANDARD_MEMBERS,
  client_id: partOf('`client_id`'),
  client_secret: partOf('the client secret, as a keyed hash'),
  client_secret_expires_at: partOf('the expiry of the secret'),
  client_id_issued_at: partOf('the time of the registration, in the lineage'),
  registration_access_token: leftOut('it is a token of that server; issue a new one'),
  registration_client_uri: without('it is an address of that server'),
  web_message_uris: leftOut('this server has no web message response mode'),
  'urn:custom:client:allowed-cors-origins': leftOut('CORS_ORIGINS decides for all clients'),
};

/** Clients of node-oidc-provider: the list of its configuration, or what its adapter stored. */
export const NODE_OIDC_PROVIDER: ImportFormat = {
  name: 'node-oidc-provider',
  product: 'node-oidc-provider',
  lists: [['clients']],
  members: NODE_OIDC_PROVIDER_MEMBERS,
  read: (entry) => {
    const draft = new ClientDraft();
    draft.client_id = textAt(entry, 'client_id');
    readMembers(draft, entry, NODE_OIDC_PROVIDER_MEMBERS);
    draft.metadata['token_endpoint_auth_method'] ??= 'client_secret_basic';
    const expiry = entry['client_secret_expires_at'];
    const clear = textAt(entry, 'client_secret');
    if (clear !== '')
      draft.secrets.push({ clear, ...(typeof expiry === 'number' && expiry > 0 && { expires_at: expiry }) });
    const issued = entry['client_id_issued_at'];
    if (typeof issued === 'number' && issued > 0) draft.registered_at = new Date(issued * 1000);
    return draft;
  },
};
