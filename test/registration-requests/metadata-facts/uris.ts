import { factsOf } from '../../support/metadata-facts';

/** What no URI member takes. */
export const BAD_URIS = [
  ...['JaVaScRiPt:alert(1)', 'java\tscript:alert(1)', '\u0001javascript:alert(1)', ' javascript:alert(1)'],
  ...['data:text/html,<script>', 'vbscript:x', 'blob:https://a.example/1', 'file:///etc/passwd', 'about:blank'],
  ...['view-source:https://a.example', 'filesystem:https://a.example/x', '//a.example/cb', '/cb', 'cb', 'a.example/cb'],
  ...['https://', 'https:/a.example/cb', 'https:a.example', 'https:///a.example', 'https://user@a.example/cb'],
  ...[
    'https://user:pass@a.example/cb',
    'https://a.example@evil.example/',
    'https://a@b@c.example/',
    'https://a%40b.example/',
  ],
  ...[
    'https://a%2540b.example/',
    'https://a.example\\@evil.example/',
    'https://*.a.example/cb',
    'https://%2a.a.example/cb',
  ],
  ...[
    'https://a.example/..;/admin',
    'https://a.example/../x',
    'https://a.example/%2e%2e/x',
    'https://a.example/%2e%2e%2fx',
  ],
  ...[
    'https://a.example/a/./b',
    'https://0x7f.1/cb',
    'https://2130706433/cb',
    'https://127.1/cb',
    'https://0177.0.0.1/cb',
  ],
  ...[
    'https://[::1]x/cb',
    'https://[::1/cb',
    'https://[0:0:0:0:0:0:0:1]/cb',
    'https://a.example./cb',
    'https://a.example:/cb',
  ],
  ...[
    'https://a.example:0443/cb',
    'https://a.example:0/cb',
    'https://a.example:99999/cb',
    'https://a..example/',
    'https://.a.example/',
    'https://a.example:x/cb',
  ],
  ...[
    'https://a.example/c b',
    'https://a.example/c\nb',
    'https://a.example/c\r\nSet-Cookie:x',
    'https://a.example/\u0000',
  ],
  ...[
    'https://a.example/ü',
    'https://аpple.example/',
    'https://a.example/%zz',
    'https://a.example/%',
    'https://a.example/%0d%0ax',
  ],
  ...[
    'https://a.example/"x"',
    'https://a.example/<x>',
    'https://a.example/{x}',
    'https://a.example/x|y',
    'https://a.example/`x`',
  ],
  ...[
    'https://ex%61mple.com/cb',
    'https://a.example%2fb/cb',
    `https://a.example/${'x'.repeat(2000)}`,
    'a.example:443/cb',
  ],
];

const WRONG_TYPES = [5, true, {}, ['https://a.example/']];
const WEB_PAGES = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'information_uri', 'organization_uri'];
const HTTPS = ['initiate_login_uri', 'signed_jwks_uri', 'backchannel_client_notification_endpoint', 'jwks_uri'];
const NOT_WEB = ['com.example.app:/page', 'ftp://a.example/', 'mailto:a@a.example', 'urn:x:y'];

export const URI_FACTS = [
  ...WEB_PAGES.flatMap((member) => [
    factsOf(member)
      .defaultsTo(undefined)
      .allows(
        'https://a.example',
        'https://a.example/',
        'http://a.example/page?x=1&y=%20#part',
        'https://A.example/Über'.replace('Ü', '%C3%9C'),
      )
      .rejects(...WRONG_TYPES, ...NOT_WEB)
      .ignores(null),
    factsOf(`${member}#de`).allows('https://a.example/de').rejects('javascript:alert(1)', 5, 'de'),
  ]),
  factsOf('logo_uri').rejects(...BAD_URIS),
  factsOf('client_uri').rejects(...BAD_URIS),
  ...HTTPS.flatMap((member) => [
    factsOf(member)
      .defaultsTo(undefined)
      .allows('https://a.example/x')
      .rejects(...WRONG_TYPES, ...NOT_WEB, 'http://a.example/', 'http://localhost/'),
    factsOf(`${member}#de`).ignores('https://a.example/de'),
  ]),
  factsOf('initiate_login_uri').rejects(...BAD_URIS),
  factsOf('jwks_uri').rejects(...BAD_URIS),
  factsOf('jwks_uri').echoes('https://a.example/jwks', 'https://a.example/jwks'),
  factsOf('jwks', { jwks_uri: 'https://a.example/jwks' }).defaultsTo(undefined).echoes({ keys: [] }, undefined),
  factsOf('sector_identifier_uri')
    .defaultsTo(undefined)
    .rejects(...WRONG_TYPES, 'http://a.example/', 'sector', 'javascript:x'),

  factsOf('redirect_uris')
    .defaultsTo(['https://tmp.com'])
    .allows(
      [],
      ['https://a.example'],
      ['https://a.example/'],
      ['https://a.example/cb?x=1&y=%2F'],
      ['https://a.example:8443/cb'],
    )
    .allows(
      ['https://A.EXAMPLE/Cb'],
      ['https://a.example:443/cb'],
      ['https://xn--bcher-kva.example/cb'],
      ['https://192.0.2.1/cb'],
    )
    .allows(
      ['https://[2001:db8::1]/cb'],
      ['https://a.example/cb', 'https://b.example/cb'],
      ['https://localhost/cb'],
      ['https://a.example/@me'],
    )
    .allows(
      ['http://127.0.0.1:49152/cb'],
      ['http://[::1]/cb'],
      ['http://localhost/cb'],
      ['com.example.app:/cb'],
      ['cursor://a/cb'],
    )
    .echoes(null, [])
    .rejects(
      'https://a.example',
      {},
      5,
      true,
      [5],
      [null],
      [['https://a.example']],
      ['https://a.example/cb#'],
      ['https://a.example/cb#x'],
    )
    .rejects([''], ...BAD_URIS.map((uri) => [uri]))
    .rejects(
      ['https://good.example/cb', 'https://bad.example/cb#x'],
      ['http://a.example/cb'],
      ['http://localhost.evil.test/'],
    )
    .rejects(
      ['http://127.0.0.1.evil.test/'],
      ['http://0x7f.1/'],
      ['http://2130706433/'],
      ['http://127.0.0.2/'],
      ['http://[::ffff:127.0.0.1]/'],
    )
    .rejects(
      ['http://localhost./cb'],
      ['http://127.0.0.1./cb'],
      ['myapp:/cb'],
      ['a.:/cb'],
      ['com..app:/cb'],
      ['myapp://cb'],
      ['localhost:3000/cb'],
      ['urn:x:y'],
      ['ws://a.example/'],
    )
    .rejects(
      ['com.example.app://user@host/cb'],
      ['com.example.app:/a b'],
      ['com.ex\tample.app:/cb'],
      ['com.example.app:/cb#x'],
      ['com.example.app://*/cb'],
    )
    .rejects(
      ['https://a.example/*'],
      ['https://a.example/cb#/../x'],
      Array.from({ length: 101 }, (_, n) => `https://a.example/${n}`),
    ),
  factsOf('redirect_uris', { application_type: 'web' }).allows(
    ['https://a.example/cb'],
    ['https://localhost/cb'],
    ['http://localhost/cb'],
    ['com.example.app:/cb'],
    ['https://a.example/cb', 'http://[::1]/cb'],
  ),
  factsOf('redirect_uris', { application_type: 'web', grant_types: ['implicit'], response_types: ['token'] })
    .allows(['https://a.example/cb'])
    .rejects(['http://localhost/cb'], ['com.example.app:/cb'], ['https://a.example/cb', 'http://[::1]/cb']),
  factsOf('redirect_uris').allows([
    'cursor://vendor.mcp/callback',
    'https://www.editor.example/callback',
    'http://localhost:8787/callback',
  ]),
  factsOf('redirect_uris', { application_type: 'native' })
    .allows(
      ['http://127.0.0.1:49152/cb'],
      ['http://[::1]/cb'],
      ['http://localhost/cb'],
      ['com.example.app:/cb'],
      ['https://a.example/cb'],
    )
    .allows(['com.example.app://callback'], ['vscode://publisher.extension/cb'], ['COM.example.APP:/cb'])
    .rejects(
      ['myapp:/cb'],
      ['http://a.example/cb'],
      ['http://192.168.1.1/cb'],
      ['http://0.0.0.0/cb'],
      ['http://[::]/cb'],
    ),
  factsOf('redirect_uris', { grant_types: ['implicit'], response_types: ['token'] })
    .allows(['https://a.example/cb'], ['http://127.0.0.1/cb'])
    .rejects(['https://localhost/cb'], ['https://127.0.0.1/cb'], ['http://a.example/cb'], []),
  factsOf('redirect_uris', { grant_types: ['authorization_code'] })
    .allows(['https://a.example/cb'])
    .rejects([], ['cb']),
  factsOf('redirect_uris', { grant_types: ['client_credentials'] }).allows([]),

  ...['post_logout_redirect_uris', 'claims_redirect_uris'].map((member) =>
    factsOf(member)
      .allows(
        ['https://a.example/out'],
        ['https://a.example/out?x=1', 'https://b.example'],
        ['com.example.app:/out'],
        ['http://localhost/out'],
        [],
      )
      .rejects(
        'https://a.example',
        [5],
        {},
        ['https://a.example/#x'],
        ['http://a.example/'],
        ['javascript:x'],
        ['myapp:/x'],
        ['out'],
        [''],
      ),
  ),
  factsOf('post_logout_redirect_uris')
    .defaultsTo([])
    .rejects(...BAD_URIS.map((uri) => [uri])),
  factsOf('claims_redirect_uris').defaultsTo(undefined),

  factsOf('request_uris')
    .defaultsTo(undefined)
    .allows(['https://a.example/request'], ['https://a.example/r#GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM'], [])
    .rejects(
      'https://a.example',
      [5],
      {},
      ['http://a.example/r'],
      ['javascript:x'],
      ['urn:x:y'],
      ['https://a.example/r#x#y'],
    )
    .rejects(...BAD_URIS.map((uri) => [uri])),
  factsOf('request_uris', { request_object_signing_alg: 'HS256' }).allows(['http://a.example/r']),
  factsOf('request_uris', { require_signed_request_object: true }).allows(['http://a.example/r#hash']),
  factsOf('request_uris', { request_object_signing_alg: 'none' }).rejects(['http://a.example/r']),

  factsOf('frontchannel_logout_uri')
    .defaultsTo(undefined)
    .allows('https://tmp.com/logout', 'https://tmp.com:443/logout?x=1')
    .rejects(
      'https://other.com/logout',
      'https://tmp.com:444/',
      'https://sub.tmp.com/',
      'http://tmp.com/',
      'https://tmp.com/#x',
      'logout',
    )
    .rejects(...WRONG_TYPES, ...NOT_WEB, ...BAD_URIS),
  factsOf('backchannel_logout_uri')
    .defaultsTo(undefined)
    .allows('https://other.com/logout', 'http://intranet/logout')
    .rejects('https://tmp.com/#', 'https://tmp.com/#x', 'logout', ...WRONG_TYPES, ...NOT_WEB, ...BAD_URIS),
  factsOf('backchannel_logout_uri', { grant_types: ['authorization_code'], token_endpoint_auth_method: 'none' })
    .allows('https://other.com/logout')
    .rejects('http://other.com/logout'),
  factsOf('frontchannel_logout_uri', {
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1:80/cb'],
  }).rejects('http://127.0.0.1/logout'),
];
