import { readFileSync } from 'node:fs';
import type { ClientDraft, Json } from './client-draft';
import { DUENDE } from './duende.format';

const file = JSON.parse(readFileSync('docs/migrating/identityserver-appsettings.json', 'utf8')) as {
  IdentityServer: { Clients: Json[] };
};
const [worker, portal, app] = file.IdentityServer.Clients;
const draftOf = (entry: Json = {}): ClientDraft => DUENDE.read(entry) as ClientDraft;

describe('a client of IdentityServer', () => {
  it('has its metadata, and the hash of its secret', () => {
    const draft = draftOf(worker);
    expect(draft.metadata).toEqual({
      client_name: 'Worker',
      scope: 'openid',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
    });
    expect([draft.client_id, draft.secrets, draft.notes.map(({ member }) => member)]).toEqual([
      'worker',
      [{ hash: expect.stringMatching(/^\$sha256\$/) as string }],
      ['RequirePkce'],
    ]);
  });

  it('in camel case is read in the same way, with its hybrid flow and several secrets', () => {
    const draft = draftOf(portal);
    expect(draft.metadata).toEqual({
      client_name: 'Portal',
      redirect_uris: ['https://portal.example.org/signin-oidc'],
      post_logout_redirect_uris: ['https://portal.example.org/signout-callback-oidc'],
      frontchannel_logout_uri: 'https://portal.example.org/signout-oidc',
      frontchannel_logout_session_required: true,
      scope: 'openid profile',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'implicit', 'client_credentials', 'refresh_token'],
      response_types: ['code id_token', 'code token', 'code id_token token'],
    });
    expect(draft.secrets).toEqual([
      { hash: expect.stringMatching(/^\$sha512\$/) as string },
      { hash: expect.stringMatching(/^\$sha256\$/) as string, expires_at: 1_577_836_800 },
    ]);
    expect(draft.notes.map(({ member }) => member)).toEqual([
      'AccessTokenLifetime',
      'ClientSecrets[2]',
      'AllowedGrantTypes',
    ]);
  });

  it('without a secret is public, and disabled if it is', () => {
    const { metadata, columns } = draftOf(app);
    expect([metadata['token_endpoint_auth_method'], metadata['response_types'], columns.status]).toEqual([
      'none',
      ['code'],
      'disabled',
    ]);
  });

  it('with keys has the method private_key_jwt; a secret besides is not used', () => {
    const draft = draftOf({
      ClientId: 'a',
      AllowedGrantTypes: ['client_credentials'],
      AllowedIdentityTokenSigningAlgorithms: ['ES256', 'RS256'],
      ClientSecrets: [
        { Type: 'JWK', Value: '{"kty":"EC"}' },
        { Type: 'JWK', Value: '{"kty":"RSA"}' },
        { Value: 'K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=' },
      ],
    });
    expect(draft.metadata).toMatchObject({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ kty: 'EC' }, { kty: 'RSA' }] },
      id_token_signed_response_alg: 'ES256',
    });
    expect(draft.notes.map(({ member, effect }) => `${member} ${effect}`)).toEqual([
      'AllowedIdentityTokenSigningAlgorithms changed',
      'ClientSecrets changed',
    ]);
  });

  it('has a fault for a secret in the clear and for a key that is none, and no report contains them', () => {
    const draft = draftOf({
      ClientId: 'a',
      ClientSecrets: [{ Value: 'in the clear' }, { Type: 'JWK', Value: 'no key' }],
    });
    expect(draft.faults.map(({ member }) => member)).toEqual(['ClientSecrets[0]', 'ClientSecrets[1]']);
    expect(JSON.stringify(draft)).not.toMatch(/in the clear|no key/);
  });

  it('of another protocol is left out', () => {
    expect(DUENDE.read({ ClientId: 'a', ProtocolType: 'wsfed' })).toMatchObject({ client_id: 'a' });
  });
});
