import { factsOf } from '../../support/metadata-facts';

const LONG = 'x'.repeat(1001);

/** Lists within lists. */
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;

/** Grants, responses, scope and what the client is. */
export const BASIC_FACTS = [
  factsOf('grant_types')
    .allows(
      ['client_credentials'],
      ['authorization_code'],
      ['authorization_code', 'refresh_token'],
      ['implicit', 'authorization_code'],
    )
    .allows(['urn:ietf:params:oauth:grant-type:device_code'], ['urn:ietf:params:oauth:grant-type:jwt-bearer'])
    .allows(['urn:ietf:params:oauth:grant-type:token-exchange'], ['refresh_token', 'client_credentials'])
    .echoes(null, ['authorization_code'])
    .rejects(
      'client_credentials',
      [],
      {},
      5,
      true,
      [5],
      [null],
      ['password'],
      ['Client_Credentials'],
      [''],
      ['client_credential'],
      ['client_credentials', null],
    )
    .echoes(['client_credentials', 'foo'], ['client_credentials'])
    .rejects(['urn:ietf:params:oauth:grant-type:saml2-bearer'], [['client_credentials']], ['client_credentials '])
    .requires('a delivery mode', ['urn:openid:params:grant-type:ciba'], {}, 'backchannel_token_delivery_mode')
    .requires(
      'authentication',
      ['client_credentials'],
      { token_endpoint_auth_method: 'none' },
      'token_endpoint_auth_method',
    )
    .requires('redirect URIs', ['authorization_code'], { redirect_uris: [] }, 'redirect_uris')
    .requires('redirect URIs', ['implicit'], { redirect_uris: null, response_types: ['token'] }, 'redirect_uris'),

  factsOf('response_types')
    .defaultsTo(['code'])
    .allows([], ['code'], ['token'], ['code id_token'])
    .rejects('code', [5], {}, ['foo'], ['code code'], ['none'], ['CODE'], [''], ['code '], ['code  token']),
  factsOf('response_types', { grant_types: ['authorization_code'] })
    .defaultsTo(['code'])
    .allows(['code'])
    .rejects(
      ['token'],
      ['code id_token'],
      ['code token'],
      ['code id_token token'],
      ['id_token'],
      ['code', 'token'],
      [],
    ),
  factsOf('response_types', { grant_types: ['implicit'] })
    .allows(['id_token'], ['token'], ['id_token token'], ['token id_token'])
    .rejects(['code'], ['code id_token']),
  factsOf('response_types', { grant_types: ['authorization_code', 'implicit'] })
    .allows(['id_token code'], ['code id_token token'], ['token code'], ['code', 'token', 'id_token'])
    .rejects(['code foo'], ['id_token id_token']),

  factsOf('scope')
    .defaultsTo('openid profile')
    .allows('openid', 'profile openid email')
    .echoes('openid openid', 'openid')
    .echoes('openid register', 'openid')
    .echoes('email unknown openid', 'email openid')
    .echoes('', undefined)
    .echoes(null, undefined)
    .rejects(
      'register',
      'unknown',
      'OPENID',
      'a  b',
      ' openid',
      'openid ',
      'open"id',
      'open\\id',
      'openid\n',
      'openid\tprofile',
      'öpenid',
    )
    .rejects(['openid'], 5, {}, true, `openid ${'x'.repeat(4000)}`),

  factsOf('application_type')
    .defaultsTo('web')
    .defaultsTo('native', { redirect_uris: ['http://127.0.0.1/cb'] })
    .defaultsTo('native', { redirect_uris: ['http://localhost:1234/cb', 'com.example.app:/cb'] })
    .defaultsTo('web', { redirect_uris: ['https://localhost/cb'] })
    .defaultsTo('web', { redirect_uris: [] })
    .allows('web', 'native')
    .defaultsTo('native', { redirect_uris: ['https://a.example/cb', 'http://localhost/cb'] })
    .rejects('service', 'Web', 5, ['web'], {}),
  factsOf('application_type', { redirect_uris: ['http://localhost:4242'] })
    .echoes('web', 'native')
    .allows('native'),
  factsOf('application_type', { redirect_uris: ['edu.example.agent:/redirect'] }).echoes('web', 'native'),

  factsOf('client_name')
    .defaultsTo(undefined)
    .allows(
      'My App',
      '  spaces stay  ',
      'Ünïcödé',
      'ﬁ',
      'e\u0301',
      'アプリ',
      'האפליקציה',
      '👩‍💻 Coder',
      'می‌خواهم',
      '<b>bold</b>',
      '<script>alert(1)</script>',
      "=cmd|' /C calc'!A0",
      'x'.repeat(200),
    )
    .rejects(
      5,
      true,
      {},
      ['My App'],
      'x'.repeat(201),
      'a\u0000b',
      'a\nb',
      'a\rb',
      'a\tb',
      'a\u007fb',
      'a\u0085b',
      'a\u2028b',
    )
    .rejects(
      'a\u202eb',
      'a\u202ab',
      'a\u2066b',
      'a\u200fb',
      'a\u061cb',
      'a\u200bb',
      'a\ufeffb',
      'a\u2060b',
      'a\u00adb',
      'pay\u200dpal',
      '\u200cx',
      'a\ud800b',
      'a\u{e0041}b',
    )
    .ignores(null),
  factsOf('client_name#ja-Jpan-JP', { client_name: 'App' }).allows('アプリ').rejects('a\u202eb', 5, 'a\nb'),
  factsOf('client_name#fr').allows('Appli').ignores(null),
  factsOf('client_name#FR', { 'client_name#fr': 'Appli' }).rejects('Autre').ignores('Appli'),
  factsOf('client_name#').ignores('App'),
  factsOf('client_name#en_US').ignores('App'),
  factsOf('client_name#-').ignores('App', 5),
  factsOf('client_name#fr#de').ignores('App'),
  factsOf('client_name##fr').ignores('App'),
  factsOf('Client_Name').ignores('App'),
  factsOf('description')
    .defaultsTo(undefined)
    .allows('What it is', '<i>data</i>')
    .rejects(5, [], 'a\u202eb', 'x'.repeat(2001), 'a\r\nSet-Cookie: x'),
  factsOf('description#de').allows('Was es ist').rejects(5),
  factsOf('organization_name').defaultsTo(undefined).allows('Example Ltd').rejects(5, {}, 'a\u0000b', 'x'.repeat(201)),
  factsOf('organization_name#de-CH').allows('Beispiel AG').rejects(false),
  factsOf('keywords')
    .defaultsTo(undefined)
    .allows(['a', 'b'], [])
    .rejects(
      'a',
      [5],
      [''],
      ['a\nb'],
      {},
      Array.from({ length: 101 }, () => 'a'),
    ),
  factsOf('contacts')
    .defaultsTo([])
    .allows(['ops@example.com'], ['https://example.com/contact', '+41 1 234'])
    .echoes(null, [])
    .rejects(
      'ops@example.com',
      [5],
      [''],
      [null],
      {},
      ['a\r\nBcc: x'],
      ['a\u202eb'],
      [LONG],
      Array.from({ length: 101 }, () => 'a'),
    ),
  factsOf('contacts#fr').ignores(['x']),
  factsOf('scope#fr').ignores('openid'),
  factsOf('software_id')
    .defaultsTo(undefined)
    .allows('4NRB1-0XZABZI9E6-5SM3R')
    .rejects(5, {}, [], 'a\nb', 'x'.repeat(256)),
  factsOf('software_version')
    .defaultsTo(undefined)
    .allows('2.1', '2.1-beta+1')
    .rejects(2, {}, 'a\u0000', 'x'.repeat(256)),
  factsOf('default_acr_values')
    .defaultsTo([])
    .allows(['urn:mace:incommon:iap:silver', '0'], [])
    .rejects('0', [0], {}, [''], ['a\nb']),
  factsOf('default_max_age')
    .defaultsTo(undefined)
    .allows(0, 1, 86_400)
    .rejects(-1, 1.5, '60', true, [], {}, 1e300)
    .ignores(null),
  factsOf('subject_type').defaultsTo('public').allows('public', 'pairwise').rejects('Public', 'private', 5, ['public']),
  factsOf('subject_type', { redirect_uris: ['https://a.example/cb', 'https://b.example/cb'] })
    .allows('public')
    .requires('a sector identifier for several hosts', 'pairwise', {}, 'sector_identifier_uri'),
  factsOf('subject_type', { redirect_uris: ['https://a.example/cb', 'https://a.example:444/other'] }).allows(
    'pairwise',
  ),
];

/** The server's own members: sent, they are ignored; and names that no object should have. */
export const OWN_FACTS = [
  factsOf('client_id').ignores('mine', 5, null),
  factsOf('client_secret').ignores('mine', {}),
  factsOf('client_secret_expires_at').ignores(5).defaultsTo(0),
  factsOf('client_id_issued_at').ignores(5, 'yesterday'),
  factsOf('registration_access_token').ignores('mine'),
  factsOf('registration_client_uri').ignores('https://evil.example/'),
  factsOf('update_datetime').ignores('2020-01-01T00:00:00.000Z'),
  factsOf('create_datetime').ignores('2020-01-01T00:00:00.000Z', []),
  factsOf('token_expiration_time_seconds').ignores(999_999).defaultsTo(1800),
  factsOf('refresh_token_expiration_time_seconds').ignores(999_999).defaultsTo(1800),
  factsOf('preferred_token_profile').ignores('Reference').defaultsTo('Bearer'),
  factsOf('is_consent_disabled').ignores(true).defaultsTo(false),
  factsOf('software_statement').ignores('statement', 5, null),
  factsOf('enabled').ignores(true),
  factsOf('client_status').ignores('disabled', 'active'),
  factsOf('client_status_reason').ignores('approved'),
  factsOf('jwks_uri_error').ignores('none'),
  factsOf('status').ignores('active'),
  factsOf('owner').ignores('admin'),
  factsOf('constructor').ignores('x', {}),
  factsOf('prototype').ignores({ client_id: 'x' }),
  factsOf('toString').ignores('x'),
];

const FLAGS = [
  ...['require_auth_time', 'backchannel_user_code_parameter', 'frontchannel_logout_session_required'],
  ...['backchannel_logout_session_required', 'require_signed_request_object', 'require_pushed_authorization_requests'],
  ...['dpop_bound_access_tokens', 'use_mtls_endpoint_aliases'],
  ...['tls_client_certificate_bound_access_token', 'tls_client_certificate_bound_access_tokens'],
];

export const FLAG_FACTS = [
  ...FLAGS.map((member) =>
    factsOf(member)
      .defaultsTo(false)
      .allows(true, false)
      .echoes(null, false)
      .rejects('true', 'false', 1, 0, '', [], {}, [true]),
  ),
  factsOf('tls_client_certificate_bound_access_tokens').defaultsTo(true, {
    tls_client_certificate_bound_access_token: true,
  }),
  factsOf('tls_client_certificate_bound_access_token').defaultsTo(true, {
    tls_client_certificate_bound_access_tokens: true,
  }),
  factsOf('tls_client_certificate_bound_access_token', { tls_client_certificate_bound_access_tokens: true })
    .allows(true)
    .rejects(false),
];

const DETAILS = ['authorization_details_types', 'authorization_data_types'] as const;

export const EXTENSION_FACTS = [
  ...DETAILS.map((member) =>
    factsOf(member)
      .defaultsTo([])
      .allows(['payment_initiation'], ['account_information', 'payment_initiation'], [])
      .rejects('payment_initiation', ['unknown'], [5], {}, [''], ['payment_initiation', 'x']),
  ),
  factsOf('authorization_details_types').defaultsTo(['payment_initiation'], {
    authorization_data_types: ['payment_initiation'],
  }),
  factsOf('authorization_data_types').defaultsTo(['payment_initiation'], {
    authorization_details_types: ['payment_initiation'],
  }),
  factsOf('authorization_data_types', { authorization_details_types: ['payment_initiation'] })
    .allows(['payment_initiation'])
    .rejects(['account_information'], []),
  factsOf('client_registration_types')
    .defaultsTo(undefined)
    .allows(['automatic'], ['explicit', 'automatic'])
    .rejects('explicit', ['other'], [5], {}),
  factsOf('encrypted_response_enc_values_supported')
    .defaultsTo(undefined)
    .allows(['A128GCM'], ['A256GCM', 'A128CBC-HS256'])
    .rejects('A128GCM', [], [5], {}),
  factsOf('vp_formats_supported')
    .defaultsTo(undefined)
    .allows({ 'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'] } }, {})
    .rejects([], 'dc+sd-jwt', 5, true, { x: 'x'.repeat(17_000) }, { x: nested(11) }),
  factsOf('backchannel_token_delivery_mode').defaultsTo(undefined).rejects('Poll', 5, ['poll'], 'pull'),
  factsOf('backchannel_token_delivery_mode')
    .requires('the grant', 'poll', {}, 'grant_types')
    .requires('the grant', 'ping', { backchannel_client_notification_endpoint: 'https://a.example/n' }, 'grant_types')
    .requires('an endpoint', 'push', {}, 'backchannel_client_notification_endpoint'),
  factsOf('backchannel_token_delivery_mode', { grant_types: ['urn:openid:params:grant-type:ciba'] })
    .allows('poll')
    .requires('an endpoint', 'ping', {}, 'backchannel_client_notification_endpoint')
    .requires('an endpoint', 'push', {}, 'backchannel_client_notification_endpoint')
    .requires('jwks_uri for pairwise subjects', 'poll', { subject_type: 'pairwise' }, 'jwks_uri')
    .requires('authentication', 'poll', { token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method'),
  factsOf('backchannel_token_delivery_mode', {
    grant_types: ['urn:openid:params:grant-type:ciba'],
    backchannel_client_notification_endpoint: 'https://a.example/notify',
  }).allows('poll', 'ping', 'push'),
];
