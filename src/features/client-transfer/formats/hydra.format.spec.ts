import { readFileSync } from 'node:fs';
import type { ClientDraft, Json } from './client-draft';
import { HYDRA } from './hydra.format';

const { items } = JSON.parse(readFileSync('docs/migrating/hydra-clients.json', 'utf8')) as { items: Json[] };
const draftOf = (entry: Json = {}): ClientDraft => HYDRA.read(entry) as ClientDraft;

describe('a client of Ory Hydra', () => {
  it('of its API has its metadata without empty values, and its hash', () => {
    const draft = draftOf(items[0]);
    expect(draft.metadata).toEqual({
      client_name: 'Payments',
      grant_types: ['client_credentials'],
      scope: 'openid profile',
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect([draft.client_id, draft.secrets, draft.registered_at]).toEqual([
      'payments',
      [{ hash: expect.stringMatching(/^\$2b\$10\$/) as string }],
      new Date('2023-05-06T07:08:09Z'),
    ]);
    expect(draft.notes.map(({ member }) => member)).toEqual(['owner', 'audience', 'access_token_strategy']);
  });

  it('of a row of the table has the column id as its identifier', () => {
    const draft = draftOf(items[1]);
    expect([draft.client_id, draft.secrets, draft.notes.map(({ member }) => member)]).toEqual([
      'reports',
      [{ hash: expect.stringMatching(/^\$pbkdf2-sha256\$i=25000,l=32\$/) as string }],
      ['client_credentials_grant_access_token_lifespan'],
    ]);
  });

  it('of a row has lists and keys, whether they are texts divided by |, or JSON', () => {
    const texts = { redirect_uris: 'https://a.example|https://b.example', grant_types: '["client_credentials"]' };
    const { metadata, notes } = draftOf({ id: 'a', ...texts, contacts: '', jwks: '{"keys":[{}]}', metadata: '{}' });
    expect(metadata).toMatchObject({
      redirect_uris: ['https://a.example', 'https://b.example'],
      grant_types: ['client_credentials'],
      jwks: { keys: [{}] },
    });
    expect([metadata['contacts'], notes]).toEqual([undefined, []]);
  });

  it('has the method that Hydra assumes, and the expiry of its secret', () => {
    const { metadata, secrets } = draftOf({ client_id: 'a', client_secret: 'clear', client_secret_expires_at: 2e9 });
    expect([metadata, secrets]).toEqual([
      { token_endpoint_auth_method: 'client_secret_basic' },
      [{ clear: 'clear', expires_at: 2e9 }],
    ]);
  });
});
