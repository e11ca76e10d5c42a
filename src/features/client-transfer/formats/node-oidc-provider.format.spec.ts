import { readFileSync } from 'node:fs';
import type { ClientDraft, Json } from './client-draft';
import { NODE_OIDC_PROVIDER } from './node-oidc-provider.format';

const clients = JSON.parse(readFileSync('docs/migrating/node-oidc-provider-clients.json', 'utf8')) as Json[];
const draftOf = (entry: Json = {}): ClientDraft => NODE_OIDC_PROVIDER.read(entry) as ClientDraft;

describe('a client of node-oidc-provider', () => {
  it('has the metadata of its configuration, languages included, and its secret', () => {
    const draft = draftOf(clients[0]);
    expect(draft.metadata).toMatchObject({
      client_name: 'CRM',
      'client_name#de': 'Kundenkartei',
      redirect_uris: ['https://crm.example.org/callback'],
      id_token_signed_response_alg: 'PS256',
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect([draft.client_id, draft.secrets, draft.registered_at]).toEqual([
      'crm',
      [{ clear: 'crm-secret-of-node-oidc-provider' }],
      new Date(1_650_000_000_000),
    ]);
    expect(draft.notes.map(({ member }) => member)).toEqual(['web_message_uris']);
  });

  it('has the method that it registered, and the expiry of its secret', () => {
    const { metadata, secrets } = draftOf({ ...clients[1], client_secret_expires_at: 2e9 });
    expect([metadata['token_endpoint_auth_method'], secrets[0]?.expires_at]).toEqual(['client_secret_jwt', 2e9]);
  });
});
