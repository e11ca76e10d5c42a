import { readFileSync } from 'node:fs';
import { type ClientDraft, type Json } from './client-draft';
import { KEYCLOAK } from './keycloak.format';

const { clients } = JSON.parse(readFileSync('docs/migrating/keycloak-realm.json', 'utf8')) as { clients: Json[] };
const client = (id: string): Json => clients.find(({ clientId }) => clientId === id) ?? {};
const draftOf = (entry: Json): ClientDraft => KEYCLOAK.read(entry) as ClientDraft;

describe('a client of Keycloak', () => {
  it('has its flows, addresses, scopes and secret, and says what is left out', () => {
    const draft = draftOf(client('shop'));
    expect(draft.metadata).toEqual({
      client_name: 'Shop',
      client_uri: 'https://shop.example.org/',
      backchannel_logout_uri: 'https://shop.example.org/backchannel-logout',
      backchannel_logout_session_required: true,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'client_credentials', 'refresh_token'],
      response_types: ['code'],
      scope: 'openid web-origins profile email offline_access',
      redirect_uris: ['https://shop.example.org/callback', 'https://shop.example.org/other/callback'],
      post_logout_redirect_uris: [
        'https://shop.example.org/bye',
        'https://shop.example.org/callback',
        'https://shop.example.org/other/callback',
      ],
    });
    expect([draft.client_id, draft.secrets, draft.registered_at, draft.columns]).toEqual([
      'shop',
      [{ clear: 'shop-secret-of-keycloak' }],
      new Date(1_700_000_000_000),
      {},
    ]);
    expect(draft.notes.map(({ member, effect }) => `${member} ${effect}`)).toEqual([
      'description left out',
      'directAccessGrantsEnabled left out',
      'attributes.pkce.code.challenge.method left out',
      'attributes.access.token.lifespan left out',
    ]);
  });

  it('that is public and disabled has the method none and the status disabled; a pattern is a fault', () => {
    const { metadata, columns, faults } = draftOf(client('spa'));
    expect([metadata['token_endpoint_auth_method'], metadata['grant_types'], columns.status]).toEqual([
      'none',
      ['authorization_code'],
      'disabled',
    ]);
    expect(faults).toEqual([
      {
        member: 'redirect_uris',
        value: 'https://spa.example.org/*',
        reason: expect.stringContaining('pattern') as string,
      },
    ]);
  });

  it('with a key has the method private_key_jwt and the address of its keys', () => {
    expect(draftOf(client('reports')).metadata).toEqual({
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks_uri: 'https://reports.example.org/jwks.json',
      grant_types: ['client_credentials'],
    });
  });

  it.each([
    ['that Keycloak has itself', client('admin-cli'), /of Keycloak itself/],
    ['that is a realm', { clientId: 'other-realm' }, /of Keycloak itself/],
    ['that only accepts tokens', client('api'), /RESOURCES/],
    ['of SAML', client('https://saml.example.org'), /OpenID Connect/],
    ['that is a whole realm of a list', { realm: 'example' }, /export one realm/],
  ])('%s is left out', (_what, entry, reason) => {
    expect(KEYCLOAK.read(entry)).toEqual({
      client_id: entry['clientId'] ?? '',
      leftOut: expect.stringMatching(reason) as string,
    });
  });

  it.each([
    [{ secret: '**********' }, 'secret', /kc.sh export/],
    [{ secret: '${vault.key}' }, 'secret', /vault/],
    [{ registrationAccessToken: 'eyJ' }, 'registrationAccessToken', /issue a new one/],
    [{ attributes: { 'jwks.url': 'https://a.example' } }, 'attributes.jwks.url', /use.jwks.url is not true/],
    [{ baseUrl: '/app' }, 'baseUrl', /no absolute address/],
    [{ attributes: { 'own.attribute': 'x' } }, 'attributes.own.attribute', /does not know/],
    [{ standardFlowEnabled: false, redirectUris: ['https://a.example'] }, 'redirectUris', /no flow/],
  ])('with %j says that this is left out', (entry, member, reason) => {
    const draft = draftOf({ clientId: 'a', ...entry });
    expect([draft.secrets, draft.notes]).toEqual([
      [],
      [{ member, effect: 'left out', reason: expect.stringMatching(reason) as string }],
    ]);
  });

  it.each([
    [{ redirectUris: ['/relative'] }, 'redirect_uris'],
    [{ clientAuthenticatorType: 'own' }, 'token_endpoint_auth_method'],
    [{ attributes: { 'use.jwks.string': 'true', 'jwks.string': '{' } }, 'jwks'],
    [
      {
        clientAuthenticatorType: 'client-x509',
        attributes: { 'x509.subjectdn': '(.*)', 'x509.allow.regex.pattern.comparison': 'true' },
      },
      'tls_client_auth_subject_dn',
    ],
  ])('with %j has a fault', (entry, member) => {
    expect(draftOf({ clientId: 'a', ...entry }).faults.map((fault) => fault.member)).toEqual([member]);
  });

  it('has two secrets during a rotation, with their expiry, and every response type of its flows', () => {
    const draft = draftOf({
      clientId: 'a',
      secret: 'new',
      implicitFlowEnabled: true,
      attributes: {
        'client.secret.expiration.time': '2000000000',
        'client.secret.rotated': 'old',
        'client.secret.rotated.expiration.time': '1900000000',
        'use.jwks.string': 'true',
        'jwks.string': '{"keys":[]}',
        'request.object.required': 'request or request_uri',
        'request.uris': 'https://a.example/1##https://a.example/2',
        'user.info.response.signature.alg': 'unsigned',
        'oauth2.device.authorization.grant.enabled': 'true',
      },
    });
    expect(draft.secrets).toEqual([
      { clear: 'new', expires_at: 2_000_000_000 },
      { clear: 'old', expires_at: 1_900_000_000 },
    ]);
    expect(draft.metadata).toMatchObject({
      jwks: { keys: [] },
      require_signed_request_object: true,
      request_uris: ['https://a.example/1', 'https://a.example/2'],
      response_types: [
        'code',
        'id_token',
        'id_token token',
        'token',
        'code id_token',
        'code token',
        'code id_token token',
      ],
    });
    expect(draft.metadata).not.toHaveProperty('userinfo_signed_response_alg');
    expect(draft.listOf('grant_types')).toContain('urn:ietf:params:oauth:grant-type:device_code');
  });
});
