import 'reflect-metadata';
import { createHash, generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { factsOf, type MemberFacts } from '../../support/metadata-facts';

type Jwk = Readonly<Record<string, unknown>>;

const publicJwk = ({ publicKey }: { publicKey: KeyObject }): Jwk => ({ ...publicKey.export({ format: 'jwk' }) });
const privateJwk = ({ privateKey }: { privateKey: KeyObject }): Jwk => ({ ...privateKey.export({ format: 'jwk' }) });
const ec = (namedCurve: string): { publicKey: KeyObject; privateKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve });

const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ecPair = ec('P-256');
const edPair = generateKeyPairSync('ed25519');
const [rsa, p256, ed] = [publicJwk(rsaPair), publicJwk(ecPair), publicJwk(edPair)];
const small = publicJwk(generateKeyPairSync('rsa', { modulusLength: 1024 }));
const [p384, p521, secp] = [publicJwk(ec('P-384')), publicJwk(ec('P-521')), publicJwk(ec('secp256k1'))];
const xPair = publicJwk(generateKeyPairSync('x25519'));
const flipped = (text: unknown): string => `${String(text).startsWith('A') ? 'B' : 'A'}${String(text).slice(1)}`;
/** A number of so many octets, odd and with its highest bit set. */
const modulusOf = (octets: number): string => {
  const bytes = Buffer.alloc(octets, 0x5a);
  [bytes[0], bytes[octets - 1]] = [0x80, 1];
  return bytes.toString('base64url');
};
/** Keys that are kept for those who know them. */
const UNKNOWN_KEYS = { akp: { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' } };
const set = (...keys: unknown[]): { keys: unknown[] } => ({ keys });

const JWKS_FACTS = [
  factsOf('jwks')
    .defaultsTo({ keys: [] })
    .allows(set(), set(rsa), set(p256), set(p384), set(p521), set(ed), set(xPair))
    .allows(set({ ...rsa, kid: '1', use: 'sig', alg: 'RS256' }), set({ ...rsa, use: 'enc', alg: 'RSA-OAEP-256' }))
    .allows(set({ ...p256, use: 'sig', key_ops: ['verify'] }), set({ ...p256, use: 'enc', key_ops: ['deriveKey'] }))
    .allows(set({ ...rsa, kid: '1' }, { ...p256, kid: '2' }), set({ ...rsa, use: 'sig' }, { ...p256, use: 'enc' }))
    .allows(
      set({ ...rsa, extra: { nested: true } }),
      set(rsa, p256, ed),
      set({ ...ed, alg: 'EdDSA' }, { ...p256, alg: 'ES256' }),
    )
    .echoes(null, { keys: [] })
    .rejects(
      [],
      'keys',
      5,
      true,
      {},
      { keys: {} },
      { keys: 'x' },
      { keys: null },
      set(5),
      set(null),
      set('x'),
      set([]),
      set({}),
    )
    .rejects(
      set({ kty: 5 }),
      set({ kty: 'oct', k: 'c2VjcmV0' }),
      set({ kty: 'oct' }),
      set({ kty: 'foo', k: 'c2VjcmV0' }),
      set({ kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA', priv: 'AAAA' }),
      set({ ...secp, d: 'AAAA' }),
    )
    .allows(set({ kty: 'foo' }), set({ kty: '__proto__' }), set(rsa, UNKNOWN_KEYS.akp), set(p256, secp))
    .allows(set(p256, { ...rsa, use: 'tls' }), set(p256, { ...rsa, alg: 'RS257' }), set({ ...p256, crv: 'P-257' }))
    .allows(
      set({ ...rsa, use: 'enc' }, UNKNOWN_KEYS.akp),
      set({ ...p256, kid: '1' }, { ...UNKNOWN_KEYS.akp, kid: '1' }),
    )
    .rejects(
      set(privateJwk(rsaPair)),
      set(privateJwk(ecPair)),
      set(privateJwk(edPair)),
      set({ ...rsa, d: 'x' }),
      set({ ...p256, k: 'x' }),
    )
    .allows(set({ ...rsa, n: modulusOf(512) }), set({ ...rsa, e: 'Aw' }), set({ ...rsa, e: '_____w' }))
    .rejects(set({ ...rsa, n: modulusOf(513) }), set({ ...rsa, n: modulusOf(2048) }))
    .rejects(set({ ...rsa, e: 'AQAAAAE' }), set({ ...rsa, e: 'A'.repeat(3) + 'B'.repeat(509) }))
    .rejects(set({ ...rsa, key_ops: Array.from({ length: 17 }, (_, index) => `${index}`) }))
    .allows(set(rsa, rsa, rsa), set(...[1, 2, 3, 4].map((kid) => ({ ...rsa, kid: `${kid}` }))))
    .allows(set(...Array.from({ length: 4 }, () => ({ ...rsa, use: 'enc' }))))
    .rejects(set(rsa, rsa, rsa, { ...rsa, kid: '1' }))
    .rejects(...['p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv'].map((part) => set({ ...rsa, [part]: 'AQAB' })))
    .rejects(
      set(small),
      set({ kty: 'RSA', e: 'AQAB' }),
      set({ kty: 'RSA', n: rsa['n'] }),
      set({ ...rsa, n: 5 }),
      set({ ...rsa, n: '' }),
    )
    .rejects(
      set({ ...rsa, n: 'a+b/' }),
      set({ ...rsa, n: `${String(rsa['n'])}=` }),
      set({ ...rsa, e: 'AQ' }),
      set({ ...rsa, e: 'Ag' }),
    )
    .rejects(set({ ...rsa, n: 'x'.repeat(20_000) }), set({ kty: 'EC', crv: 'P-256' }), set({ ...p256, crv: 'P-384' }))
    .rejects(set({ ...p256, x: flipped(p256['x']) }), set({ ...p256, y: undefined }), set({ ...p256, crv: 5 }))
    .rejects(
      set({ ...ed, crv: 'Ed448' }),
      set({ ...ed, x: 'AAAA' }),
      set({ ...ed, x: undefined }),
      set({ ...ed, crv: undefined }),
    )
    .rejects(
      set({ ...rsa, kid: 5 }),
      set({ ...rsa, x: JSON.parse('['.repeat(11) + ']'.repeat(11)) as unknown }),
      set({ ...rsa, kid: '' }),
      set({ ...rsa, kid: 'a\nb' }),
      set({ ...rsa, kid: 'x'.repeat(257) }),
    )
    .rejects(
      set({ ...rsa, kid: '1' }, { ...p256, kid: '1' }),
      set({ ...rsa, use: 5 }),
      set({ ...rsa, key_ops: 'verify' }),
      set({ ...rsa, key_ops: [] }),
    )
    .rejects(
      set({ ...rsa, key_ops: ['verify', 'verify'] }),
      set({ ...rsa, key_ops: [5] }),
      set({ ...rsa, use: 'sig', key_ops: ['encrypt'] }),
    )
    .rejects(
      set({ ...rsa, use: 'enc', key_ops: ['verify'] }),
      set({ ...rsa, use: 'enc', alg: 'RS256' }),
      set({ ...rsa, use: 'sig', alg: 'RSA-OAEP' }),
    )
    .rejects(
      set({ ...rsa, alg: 'ES256' }),
      set({ ...p256, alg: 'ES384' }),
      set({ ...p256, alg: 'RS256' }),
      set({ ...rsa, alg: 'HS256' }),
      set({ ...ed, alg: 'ECDH-ES' }),
    )
    .rejects(
      set({ ...rsa, alg: 'none' }),
      set(rsa, { ...p256, use: 'enc' }),
      set({ ...rsa, alg: 'RS256' }, { ...p256, alg: 'ECDH-ES' }),
      set(ed, xPair),
    )
    .rejects(set(...Array.from({ length: 51 }, () => rsa))),
  factsOf('jwks', { jwks_uri: 'https://a.example/jwks' }).requires('no jwks_uri beside it', set(rsa), {}, 'jwks_uri'),
  factsOf('jwks#fr').ignores({ keys: [] }),

  factsOf('token_encrypted_response_alg', { jwks: set({ ...rsa, use: 'enc' }) })
    .defaultsTo('RSA1_5')
    .allows('RSA-OAEP', 'RSA-OAEP-256')
    .rejects('RSA1_5'),
  factsOf('token_encrypted_response_alg', { jwks: set({ ...rsa, use: 'sig' }) }).allows('RSA1_5'),
];

const BY_METHOD = [
  factsOf('token_endpoint_auth_method')
    .defaultsTo('client_secret_post')
    .allows('client_secret_basic', 'client_secret_post', 'client_secret_jwt')
    .echoes(null, 'client_secret_post')
    .rejects('client_secret', 'NONE', 5, ['none'], {}, 'attest_jwt_client_auth')
    .requires('keys', 'private_key_jwt', {}, 'jwks')
    .requires('keys', 'private_key_jwt', { jwks: { keys: [] } }, 'jwks')
    .requires('a certificate', 'self_signed_tls_client_auth', {}, 'jwks')
    .requires('a certificate', 'self_signed_tls_client_auth', { jwks: set(rsa) }, 'jwks')
    .requires('a subject', 'tls_client_auth', {}, 'tls_client_auth_subject_dn'),
  factsOf('token_endpoint_auth_method', { grant_types: ['authorization_code'] }).allows('none'),
  factsOf('token_endpoint_auth_method', { jwks: set(rsa) }).allows('private_key_jwt'),
  factsOf('token_endpoint_auth_method', { jwks: set(ed) }).allows('private_key_jwt'),
  ...[UNKNOWN_KEYS.akp, secp, { ...rsa, use: 'tls' }, { ...rsa, alg: 'RS257' }].map((key) =>
    factsOf('token_endpoint_auth_method', { jwks: set(key) }).requires(
      'a key that is used',
      'private_key_jwt',
      {},
      'jwks',
    ),
  ),
  factsOf('token_endpoint_auth_method', { jwks: set({ ...rsa, use: 'enc' }) }).requires(
    'a signing key',
    'private_key_jwt',
    {},
    'jwks',
  ),
  factsOf('token_endpoint_auth_method', { jwks_uri: 'https://a.example/jwks' }).allows(
    'private_key_jwt',
    'self_signed_tls_client_auth',
  ),

  factsOf('token_endpoint_auth_signing_alg')
    .defaultsTo(undefined)
    .allows('RS256', 'ES256', 'HS256')
    .rejects('none', 'hs256', 5, ['RS256'], 'HS1'),
  factsOf('token_endpoint_auth_signing_alg', { token_endpoint_auth_method: 'private_key_jwt', jwks: set(rsa) })
    .allows('RS256', 'PS512')
    .rejects('HS256', 'none')
    .requires('a key of its kind', 'ES256', {}, 'jwks')
    .requires('a key of its kind', 'EdDSA', {}, 'jwks'),
  factsOf('token_endpoint_auth_signing_alg', { token_endpoint_auth_method: 'private_key_jwt', jwks: set(p256) })
    .allows('ES256')
    .requires('a key of its curve', 'ES384', {}, 'jwks'),
  factsOf('token_endpoint_auth_signing_alg', { token_endpoint_auth_method: 'client_secret_jwt' })
    .allows('HS256')
    .rejects('RS256', 'ES256', 'none'),
];

const SUBJECTS: Readonly<Record<string, { good: string[]; bad: unknown[] }>> = {
  tls_client_auth_subject_dn: {
    good: [
      'CN=client.example',
      'CN=client.example,O=Example\\, Inc.,C=CH',
      'OU=Sales+CN=J. Smith,DC=example,DC=net',
      '1.3.6.1.4.1.1466.0=#04024869',
      'jurisdictionCountryName=BR,businessCategory=Private Organization,commonName=client.example',
      'OID.2.5.4.3=client.example',
    ],
    bad: [
      'client.example',
      'CN',
      '=x',
      'CN=a\nb',
      `${'A=b ,'.repeat(190)}"`,
      'CN=a,,O=b',
      'NOPE=one',
      'CN=#0c',
      'CN=\\ff',
      'CN=',
      5,
      ['CN=x'],
      'x'.repeat(1001),
    ],
  },
  tls_client_auth_san_dns: {
    good: ['client.example', 'host'],
    bad: ['*.client.example', 'https://a.example', 'a b', 5, [], 'a..b', 'ex\u00e4mple.com'],
  },
  tls_client_auth_san_uri: {
    good: ['https://client.example/', 'spiffe://example/app', 'urn:x:y'],
    bad: ['client', 'a b:c', 5, 'x:ü'],
  },
  tls_client_auth_san_ip: {
    good: ['192.0.2.1', '2001:db8::1', '::1'],
    bad: ['a.example', 'fe80::1%eth0', '192.0.2.1/32', '999.1.1.1', '0x7f.1', 5, '[::1]'],
  },
  tls_client_auth_san_email: {
    good: ['client@example.com'],
    bad: ['client', 'a@b@c', 'a b@c', 5, '@c', '\u00e4@c.example'],
  },
};

const TLS_FACTS = Object.entries(SUBJECTS).flatMap(([member, { good, bad }]) => [
  factsOf(member)
    .defaultsTo(undefined)
    .rejects(...bad),
  factsOf(member, { token_endpoint_auth_method: 'tls_client_auth' }).allows(...good),
  ...(member === 'tls_client_auth_san_dns'
    ? []
    : [
        factsOf(member, {
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_san_dns: 'a.example',
        }).requires(
          'to be the only subject',
          good[0],
          {},
          member === 'tls_client_auth_subject_dn' ? 'tls_client_auth_san_dns' : member,
        ),
      ]),
]);

/** A self-signed certificate and the key it is for. */
const certified = async (): Promise<{ key: Jwk; x5c: string; der: Buffer }> => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=client',
    keys,
    signingAlgorithm: algorithm,
  });
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', keys.publicKey);
  const der = Buffer.from(certificate.rawData);
  return { key: { kty, crv, x, y }, x5c: der.toString('base64'), der };
};

const certificateFacts = async (): Promise<MemberFacts[]> => {
  const [mine, other] = [await certified(), await certified()];
  const x5c = [mine.x5c];
  const thumbprint = (hash: string): string => createHash(hash).update(mine.der).digest('base64url');
  return [
    factsOf('jwks')
      .allows(set({ ...mine.key, x5c }), set({ ...mine.key, x5c: [mine.x5c, other.x5c] }))
      .allows(set({ ...mine.key, x5c, x5t: thumbprint('sha1'), 'x5t#S256': thumbprint('sha256') }))
      .rejects(
        set({ ...other.key, x5c }),
        set({ ...mine.key, x5c: [] }),
        set({ ...mine.key, x5c: mine.x5c }),
        set({ ...mine.key, x5c: ['AAAA'] }),
      )
      .rejects(
        set({ ...mine.key, x5c: [5] }),
        set({ ...mine.key, x5c: ['not base64!'] }),
        set({ ...mine.key, x5c: [mine.x5c, 'AAAA'] }),
      )
      .rejects(
        set({ ...mine.key, x5c, 'x5t#S256': 'other' }),
        set({ ...mine.key, x5c: Array.from({ length: 11 }, () => mine.x5c) }),
      ),
    factsOf('token_endpoint_auth_method', { jwks: set({ ...mine.key, x5c }) }).allows(
      'self_signed_tls_client_auth',
      'private_key_jwt',
    ),
  ];
};

/** Keys, and how clients prove themselves with them. */
export const keyFacts = async (): Promise<MemberFacts[]> => [
  ...JWKS_FACTS,
  ...BY_METHOD,
  ...TLS_FACTS,
  ...(await certificateFacts()),
];
