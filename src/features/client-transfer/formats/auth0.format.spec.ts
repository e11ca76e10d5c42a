import { readFileSync } from 'node:fs';
import type { ClientDraft, Json } from './client-draft';
import { AUTH0 } from './auth0.format';

const { clients } = JSON.parse(readFileSync('docs/migrating/auth0-clients.json', 'utf8')) as { clients: Json[] };
const [all, backend, website, mobile] = clients;
const draftOf = (entry: Json = {}): ClientDraft => AUTH0.read(entry) as ClientDraft;

describe('a client of Auth0', () => {
  it('of the tenant itself is left out', () => {
    expect(AUTH0.read(all ?? {})).toEqual({
      client_id: '5V3fkSnEiGQG8vGTQTZqIQ5pyqtQ9rJk',
      leftOut: 'it is the client of the tenant itself',
    });
  });

  it('has its metadata and its secret', () => {
    const draft = draftOf(backend);
    expect(draft.metadata).toEqual({
      client_name: 'Backend',
      application_type: 'web',
      id_token_signed_response_alg: 'RS256',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
    });
    expect([draft.secrets, draft.notes.map(({ member }) => member)]).toEqual([
      [{ clear: 'backend-secret-of-auth0' }],
      ['client_metadata'],
    ]);
  });

  it('has its addresses; a pattern is a fault, and a grant of Auth0 is left out', () => {
    const draft = draftOf(website);
    expect(draft.metadata).toMatchObject({
      redirect_uris: ['https://www.example.org/callback'],
      post_logout_redirect_uris: ['https://www.example.org/'],
      backchannel_logout_uri: 'https://www.example.org/logout',
      response_types: ['code', 'id_token', 'token', 'id_token token'],
    });
    expect(draft.faults.map(({ value }) => value)).toEqual(['https://*.example.org/callback']);
    expect(draft.notes.map(({ member }) => member)).toEqual(['jwt_configuration.lifetime_in_seconds', 'grant_types']);
  });

  it('that is native is public, if it has no method', () => {
    expect(draftOf(mobile).metadata).toMatchObject({ token_endpoint_auth_method: 'none', application_type: 'native' });
  });

  it.each([
    [
      { client_authentication_methods: { private_key_jwt: { credentials: [{ id: 'cred_1' }] } } },
      'token_endpoint_auth_method',
    ],
    [{ callbacks: ['https://{organization_name}.example.org'] }, 'redirect_uris'],
  ])('with %j has a fault', (entry, member) => {
    expect(draftOf(entry).faults.map((fault) => fault.member)).toEqual([member]);
  });

  it('keeps one address of back-channel logout, and DPoP', () => {
    const draft = draftOf({
      require_proof_of_possession: true,
      oidc_logout: { backchannel_logout_urls: ['https://a.example', 'https://b.example'] },
    });
    expect(draft.metadata).toMatchObject({
      dpop_bound_access_tokens: true,
      backchannel_logout_uri: 'https://a.example',
    });
    expect(draft.notes).toMatchObject([{ member: 'oidc_logout', effect: 'changed' }]);
  });
});
