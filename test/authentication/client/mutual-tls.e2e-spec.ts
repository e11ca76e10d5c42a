import { createHash, X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { decodeJwt } from 'jose';
import type { Confirmation } from '../../../src/access-tokens/access-token';
import { AccessTokensService } from '../../../src/access-tokens/access-tokens.service';
import { ClientRepository } from '../../../src/clients/client.repository';
import { thumbprintOf } from '../../../src/platform/http/client-certificate';
import { isReady } from '../../../src/platform/operations/is-ready';
import { aClient } from '../../support/a-client';
import { Authority, type Contents, type Identity, selfSigned, tlsFiles } from '../../support/certificates';
import { fetchVariables, type HttpsServer, startHttpsServer } from '../../support/https-server';
import { overTls } from '../../support/over-tls';
import { aProof, aProofKey } from '../../support/proofs';
import { contextOf } from '../../support/context-of';
import { createTestApp, type Variables } from '../../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../../support/test-server';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const grant_type = 'client_credentials';
const subject = 'CN=client 7+UID=7,OU=Payments\\, EU,O=Acme,C=DE';
/** The same name as a certificate holds it. */
const inCertificate = [
  { C: ['DE'] },
  { O: ['Acme'] },
  { OU: ['Payments, EU'] },
  { CN: ['client 7'], '0.9.2342.19200300.100.1.1': ['7'] },
];
const refused = ({ status, json }: Answer): void => {
  expect([status, json['error']]).toEqual([401, 'invalid_client']);
};

describe('certificates of clients on connections of this server', () => {
  let authority: Authority;
  let ca: string;
  let app: TestServer;
  let server: TestServer;
  let keysHost: HttpsServer;
  let identity: Identity;

  beforeAll(async () => {
    authority = await Authority.create();
    const files = await tlsFiles(authority);
    keysHost = await startHttpsServer();
    app = await createTestApp({ ...files.variables, ...fetchVariables(keysHost) });
    ca = files.ca;
    server = app.via(overTls(ca));
    identity = await authority.issue({
      subject: inCertificate,
      names: [
        { type: 'dns', value: 'client.example' },
        { type: 'url', value: 'spiffe://example/client' },
        { type: 'ip', value: '2001:db8::1' },
        { type: 'ip', value: '192.0.2.7' },
        { type: 'email', value: 'client@example.org' },
      ],
      usages: [CLIENT_AUTH],
    });
  });

  afterAll(() => Promise.all([app.close(), keysHost.close()]));

  const named = (own: Record<string, unknown>): Promise<RegisteredClient> =>
    server.register(aClient({ token_endpoint_auth_method: 'tls_client_auth', ...own }));
  const keyed = (own: Record<string, unknown>): Promise<RegisteredClient> =>
    server.register(aClient({ token_endpoint_auth_method: 'self_signed_tls_client_auth', ...own }));
  const ask = (
    { client_id }: { client_id: string },
    by?: Identity,
    own: Record<string, string> = {},
  ): Promise<Answer> => app.via(overTls(ca, by)).token({ grant_type, client_id, ...own });

  it('the server answers over TLS, its issuer is https and clients without certificate are welcome', async () => {
    const { json, headers } = await server.get('/.well-known/oauth-authorization-server');
    expect(json['issuer']).toBe('https://localhost:3000');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(json['token_endpoint_auth_methods_supported']).toEqual(
      expect.arrayContaining(['tls_client_auth', 'self_signed_tls_client_auth']),
    );
    const { client_id, client_secret } = await server.register(aClient());
    expect((await server.token({ grant_type, client_id, client_secret })).status).toBe(200);
  });

  it('the health check of the container asks over TLS too', async () => {
    const listening = { ...server.environment, PORT: server.port };
    expect(await isReady(listening)).toBe(true);
    expect(await isReady({ ...listening, TLS_CERT: '' })).toBe(false);
  });

  it('a certificate beside a secret is not a second authentication method', async () => {
    const { client_id, client_secret } = await server.register(aClient());
    const answer = await ask({ client_id }, identity, { client_secret });
    expect(answer.status).toBe(200);
    refused(await ask({ client_id }, identity));
  });

  describe('tls_client_auth', () => {
    it.each([
      ['tls_client_auth_subject_dn', subject],
      ['tls_client_auth_subject_dn', 'uid=7+cn=CLIENT  7,ou=payments\\2c eu,o=acme,c=de'],
      [
        'tls_client_auth_subject_dn',
        'userId=7+commonName=client 7,organizationalUnitName=Payments\\, EU,OID.2.5.4.10=Acme,2.5.4.6=DE',
      ],
      ['tls_client_auth_san_dns', 'client.example'],
      ['tls_client_auth_san_dns', 'Client.EXAMPLE'],
      ['tls_client_auth_san_email', 'client@EXAMPLE.org'],
      ['tls_client_auth_san_uri', 'spiffe://example/client'],
      ['tls_client_auth_san_ip', '2001:db8::1'],
      ['tls_client_auth_san_ip', '2001:0DB8:0:0:0:0:0:0001'],
      ['tls_client_auth_san_ip', '192.0.2.7'],
      ['tls_client_auth_san_email', 'client@example.org'],
    ])('%s %s is found in the certificate', async (member, value) => {
      const client = await named({ [member]: value });
      expect(client).not.toHaveProperty('client_secret');
      expect((await ask(client, identity)).status).toBe(200);
    });

    it.each([
      ['tls_client_auth_subject_dn', 'CN=client 7'],
      ['tls_client_auth_subject_dn', 'C=DE,O=Acme,OU=Payments\\, EU,CN=client 7+UID=7'],
      ['tls_client_auth_san_dns', 'example'],
      ['tls_client_auth_san_dns', 'other.client.example'],
      ['tls_client_auth_san_dns', 'client'],
      ['tls_client_auth_san_uri', 'spiffe://example/client/'],
      ['tls_client_auth_san_ip', '2001:db8::2'],
      ['tls_client_auth_san_ip', '192.0.2.8'],
      ['tls_client_auth_san_email', 'other@example.org'],
    ])('%s %s is not', async (member, value) => {
      refused(await ask(await named({ [member]: value }), identity));
    });

    it('without client_id, without certificate, and for another client it is refused', async () => {
      const client = await named({ tls_client_auth_san_dns: 'client.example' });
      const other = await named({ tls_client_auth_san_dns: 'other.example' });
      refused(await app.via(overTls(ca, identity)).token({ grant_type }));
      refused(await ask(client));
      refused(await ask(other, identity));
      refused(await ask({ client_id: 'nobody' }, identity));
    });

    it('a certificate of an untrusted authority, an expired one and one for servers are refused', async () => {
      const client = await named({ tls_client_auth_san_dns: 'client.example' });
      const names: Contents['names'] = [{ type: 'dns', value: 'client.example' }];
      const stranger = await Authority.create(); // by the same name as the one we trust
      for (const own of [
        await stranger.issue({ subject: inCertificate, names }),
        await selfSigned({ subject: inCertificate, names }),
        await authority.issue({ subject: inCertificate, names, notAfter: new Date(Date.now() - 60_000) }),
        await authority.issue({ subject: inCertificate, names, usages: [SERVER_AUTH] }),
      ])
        refused(await ask(client, own));
    });
  });

  describe('a certificate with names that cannot be read', () => {
    const broken = { subject: inCertificate, octetsOfNames: Uint8Array.of(0x04, 0x05, 0xff) };

    it('belongs to no client, for any signer, and is refused without a 500', async () => {
      const clients = [
        await named({ tls_client_auth_san_dns: 'client.example' }),
        await named({ tls_client_auth_subject_dn: subject }),
        { client_id: 'nobody' },
      ];
      for (const one of [await selfSigned(broken), await authority.issue(broken)])
        for (const client of clients) refused(await ask(client, one));
    });

    it('is that of a client that registered it, or its key', async () => {
      const own = await selfSigned(broken);
      const client = await keyed({ jwks: { keys: [own.jwk] } });
      expect((await ask(client, own)).status).toBe(200);
      refused(await ask(client, await selfSigned(broken)));
    });
  });

  describe('self_signed_tls_client_auth', () => {
    it('finds the certificate, or its key alone, among the registered keys', async () => {
      const own = await selfSigned();
      const bare = { ...own.jwk, x5c: undefined };
      for (const key of [own.jwk, bare])
        expect((await ask(await keyed({ jwks: { keys: [identity.jwk, key] } }), own)).status).toBe(200);
    });

    it('finds it at jwks_uri', async () => {
      const own = await selfSigned();
      keysHost.serve('/own', { keys: [own.jwk] });
      expect((await ask(await keyed({ jwks_uri: `${keysHost.url}/own` }), own)).status).toBe(200);
      refused(await ask(await keyed({ jwks_uri: `${keysHost.url}/own` }), identity));
    });

    it('another certificate, none, and an expired one are refused', async () => {
      const own = await selfSigned();
      const client = await keyed({ jwks: { keys: [own.jwk] } });
      refused(await ask(client, await selfSigned()));
      refused(await ask(client));
      refused(await ask(client, identity));
      const expired = await selfSigned({ notAfter: new Date(Date.now() - 60_000) });
      refused(await ask(await keyed({ jwks: { keys: [expired.jwk] } }), expired));
    });
  });

  describe('tokens that are bound to a certificate', () => {
    const cnfOf = (token: unknown): unknown => decodeJwt(String(token))['cnf'];

    it.each(['tls_client_certificate_bound_access_tokens', 'tls_client_certificate_bound_access_token'])(
      'carry its thumbprint for clients that registered %s, whatever their method',
      async (member) => {
        const thumbprint = createHash('sha256').update(new X509Certificate(identity.cert).raw).digest('base64url');
        const byName = await named({ tls_client_auth_san_dns: 'client.example', [member]: true });
        expect(cnfOf((await ask(byName, identity)).json['access_token'])).toEqual({ 'x5t#S256': thumbprint });
        const { client_id, client_secret } = await server.register(aClient({ [member]: true }));
        const bySecret = await ask({ client_id }, identity, { client_secret });
        expect(cnfOf(bySecret.json['access_token'])).toEqual({ 'x5t#S256': thumbprint });
        const without = await ask({ client_id }, undefined, { client_secret });
        expect([without.status, without.json['error']]).toEqual([400, 'invalid_request']);
      },
    );

    it('others are not bound', async () => {
      const client = await named({ tls_client_auth_san_dns: 'client.example' });
      expect(cnfOf((await ask(client, identity)).json['access_token'])).toBeUndefined();
    });

    it('are refused at /register without that certificate', async () => {
      const registrar = await app.app.get(ClientRepository).find('registerClient');
      if (!registrar) throw new Error('no registrar');
      const { client_id } = registrar;
      const content = { subject: client_id, client: registrar, scope: ['register'], audience: [], lifetime: 60 };
      const issue = (confirmation: Confirmation): Promise<string> =>
        app.app.get(AccessTokensService).issue(contextOf(app), { ...content, confirmation });
      const { raw } = new X509Certificate(identity.cert);
      const bound = await issue({ 'x5t#S256': createHash('sha256').update(raw).digest('base64url') });
      const register = (token: string, by?: Identity): Promise<Answer> =>
        app.via(overTls(ca, by)).postRegister(aClient(), { Authorization: `Bearer ${token}` });
      expect((await register(bound, identity)).status).toBe(201);
      for (const { status, headers } of [
        await register(bound),
        await register(bound, await selfSigned()),
        await register(await issue({ jkt: 'a key' }), identity),
      ]) {
        expect(status).toBe(401);
        expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
      }
    });

    it('introspection returns the certificate that they are bound to', async () => {
      const client = await server.register(aClient({ tls_client_certificate_bound_access_tokens: true }));
      const { client_id, client_secret } = client;
      const token = String((await ask(client, identity, { client_secret })).json['access_token']);
      const form = new URLSearchParams({ token, client_id, client_secret }).toString();
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const { json } = await server.send('POST', '/introspect', headers, form);
      expect(json).toMatchObject({ active: true, token_type: 'Bearer', cnf: cnfOf(token) });
      expect(json['cnf']).toHaveProperty('x5t#S256');
    });

    it('bound to the key of a proof as well, need both', async () => {
      const key = await aProofKey();
      const proof = async (path: string, accessToken?: string): Promise<string> => {
        const claims = { htu: `https://localhost:3000${path}` };
        return aProof(key, { claims, ...(accessToken !== undefined && { accessToken }) });
      };
      const { client_id, client_secret } = await server.register(
        aClient({ tls_client_certificate_bound_access_tokens: true, dpop_bound_access_tokens: true }),
      );
      const form = { grant_type, client_id, client_secret };
      const { json } = await app.via(overTls(ca, identity)).token(form, { DPoP: await proof('/token') });
      const token = String(json['access_token']);
      expect(json['token_type']).toBe('DPoP');
      expect(cnfOf(token)).toEqual({ 'x5t#S256': thumbprintOf(new X509Certificate(identity.cert)), jkt: key.jkt });
      const present = async (scheme: string, by?: Identity): Promise<unknown> => {
        const headers = { Authorization: `${scheme} ${token}`, DPoP: await proof('/register', token) };
        return (await app.via(overTls(ca, by)).postRegister(aClient(), headers)).json['error'];
      };
      expect(await present('DPoP', identity)).toBe('insufficient_scope');
      expect(await present('DPoP')).toBe('invalid_token');
      expect(await present('DPoP', await selfSigned())).toBe('invalid_token');
      expect(await present('Bearer', identity)).toBe('invalid_token');
    });

    it('discovery says that tokens can be bound to certificates', async () => {
      const { json } = await server.get('/.well-known/oauth-authorization-server');
      expect(json['tls_client_certificate_bound_access_tokens']).toBe(true);
      expect(json).not.toHaveProperty('mtls_endpoint_aliases');
    });

    it.each([
      ['https://mtls.as.example', { TRUST_PROXY: '127.0.0.1', TLS_CLIENT_CERT_HEADER: 'Client-Cert' }, true],
      ['https://mtls.as.example', {}, false],
    ])('discovery lists %s with %j: %s', async (MTLS_ADDRESS, variables, isListed) => {
      const other = await createTestApp({ MTLS_ADDRESS, ...variables });
      const { json } = await other.get('/.well-known/oauth-authorization-server');
      const aliases = {
        token_endpoint: `${MTLS_ADDRESS}/token`,
        registration_endpoint: `${MTLS_ADDRESS}/register`,
        introspection_endpoint: `${MTLS_ADDRESS}/introspect`,
        revocation_endpoint: `${MTLS_ADDRESS}/revoke`,
      };
      expect(json['mtls_endpoint_aliases']).toEqual(isListed ? aliases : undefined);
      await other.close();
    });
  });

  it('a certificate is still known when a connection resumes the session of another', async () => {
    const client = await named({ tls_client_auth_san_dns: 'client.example' });
    const form = `grant_type=${grant_type}&client_id=${client.client_id}`;
    const statusOf = (session?: Buffer): Promise<{ status: string; session: Buffer | undefined; isReused: boolean }> =>
      new Promise((resolve, reject) => {
        let received: Buffer | undefined;
        const own = { cert: identity.cert, key: identity.key };
        const socket: TLSSocket = connect(
          { port: app.port, host: '127.0.0.1', ca, ...own, ...(session && { session }) },
          () => {
            socket.write(
              `POST /token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`,
            );
          },
        );
        let text = '';
        socket.on('session', (one) => (received = one));
        socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
        socket.on('error', reject);
        socket.on('end', () => {
          resolve({ status: text.slice(9, 12), session: received, isReused: socket.isSessionReused() });
          socket.destroy();
        });
      });
    const first = await statusOf();
    expect(first.status).toBe('200');
    const second = await statusOf(first.session);
    expect([second.isReused, second.status]).toEqual([true, '200']);
  });
});

describe('certificates that a proxy passes on', () => {
  let authority: Authority;
  let identity: Identity;
  let own: Identity;
  let files: Variables;
  const servers: TestServer[] = [];

  beforeAll(async () => {
    authority = await Authority.create();
    identity = await authority.issue({
      subject: inCertificate,
      names: [{ type: 'dns', value: 'client.example' }],
      usages: [CLIENT_AUTH],
    });
    own = await selfSigned();
    const { TLS_CLIENT_CA } = (await tlsFiles(authority)).variables;
    files = { TLS_CLIENT_CA };
  });

  afterAll(() => Promise.all(servers.map((server) => server.close())));

  const behind = async (TRUST_PROXY: string, TLS_CLIENT_CERT_HEADER: string): Promise<TestServer> => {
    const server = await createTestApp({ ...files, TRUST_PROXY, TLS_CLIENT_CERT_HEADER });
    servers.push(server);
    return server;
  };
  const clientsOf = async (server: TestServer): Promise<RegisteredClient[]> => [
    await server.register(
      aClient({ token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'client.example' }),
    ),
    await server.register(
      aClient({ token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: { keys: [own.jwk] } }),
    ),
  ];
  const der = (pem: string): string => new X509Certificate(pem).raw.toString('base64');

  it.each<[string, string, (pem: string) => string]>([
    ['nginx', 'X-SSL-Client-Cert', (pem) => encodeURIComponent(pem)],
    [
      'Envoy',
      'X-Forwarded-Client-Cert',
      (pem) =>
        `By=spiffe://proxy;Hash=${'0'.repeat(64)};Cert="${encodeURIComponent(pem)}";Subject="CN=a\\";Cert=\\"b";URI=spiffe://client`,
    ],
    ['RFC 9440', 'Client-Cert', (pem) => `:${der(pem)}:`],
  ])('are read as %s writes them', async (_proxy, header, written) => {
    const server = await behind('127.0.0.1', header);
    const [named, keyed] = await clientsOf(server);
    const ask = (client: RegisteredClient | undefined, value?: string): Promise<Answer> =>
      server.token({ grant_type, client_id: client?.client_id ?? '' }, value === undefined ? {} : { [header]: value });
    expect((await ask(named, written(identity.cert))).status).toBe(200);
    expect((await ask(keyed, written(own.cert))).status).toBe(200);
    refused(await ask(named, written(own.cert)));
    refused(await ask(keyed, written(identity.cert)));
    refused(await ask(named));
    refused(await ask(named, ''));
    const stranger = await Authority.create();
    refused(
      await ask(
        named,
        written(
          (await stranger.issue({ subject: inCertificate, names: [{ type: 'dns', value: 'client.example' }] })).cert,
        ),
      ),
    );
    refused(
      await ask(
        named,
        written(
          (await authority.issue({ names: [{ type: 'dns', value: 'client.example' }], usages: [SERVER_AUTH] })).cert,
        ),
      ),
    );
  });

  it('are refused when there are two of them, or none that can be read', async () => {
    const server = await behind('127.0.0.1', 'Client-Cert');
    const [named] = await clientsOf(server);
    const one = `:${der(identity.cert)}:`;
    const pem = encodeURIComponent(identity.cert);
    for (const value of [
      `${one}, ${one}`,
      `Cert="${pem}",Cert="${pem}"`,
      `Cert="${pem}";Cert="${pem}"`,
      `${pem}${pem}`,
      encodeURIComponent(identity.cert + own.cert),
      ':AAAA:',
      'Hash=00',
      'Cert=""',
      'Cert="',
      '%',
      'Cert="%"',
    ]) {
      const { status, json } = await server.token(
        { grant_type, client_id: named?.client_id ?? '' },
        { 'Client-Cert': value },
      );
      expect([status, json['error']]).toEqual([400, 'invalid_request']);
    }
  });

  it('are ignored from any other address', async () => {
    const server = await behind('192.0.2.1 2001:db8::/32', 'Client-Cert');
    for (const client of await clientsOf(server))
      for (const headers of [{}, { 'X-Forwarded-For': '192.0.2.1' }, { Forwarded: 'for=192.0.2.1' }]) {
        const sent = { 'Client-Cert': `:${der(identity.cert)}:`, ...headers };
        refused(await server.token({ grant_type, client_id: client.client_id }, sent));
      }
  });

  it('are ignored when no header is configured, and the methods are not offered', async () => {
    const server = await createTestApp({ TRUST_PROXY: '127.0.0.1' });
    servers.push(server);
    const { json } = await server.get('/.well-known/oauth-authorization-server');
    expect(json['token_endpoint_auth_methods_supported']).not.toContain('tls_client_auth');
    const metadata = aClient({
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_san_dns: 'client.example',
    });
    expect((await server.postRegister(metadata)).status).toBe(400);
  });
});

describe('the configuration of TLS', () => {
  it.each([
    [{ TLS_CERT: '/nowhere.pem' }, /TLS_CERT and TLS_KEY must be set together/],
    [{ TLS_CERT: '/nowhere.pem', TLS_KEY: '/nowhere.key' }, /TLS_CERT: cannot read \/nowhere.pem/],
    [{ TLS_CLIENT_CERT_HEADER: 'Client-Cert' }, /TRUST_PROXY/],
    [{ TLS_CLIENT_CERT_HEADER: 'no header' }, /TLS_CLIENT_CERT_HEADER must be the name of a header/],
    [{ TLS_CLIENT_CA: __filename }, /TLS_CLIENT_CA: .* holds no certificate/],
  ])('%j stops the start', async (variables, reason) => {
    await expect(createTestApp(variables as Variables)).rejects.toThrow(reason);
  });

  it('a key that is not the key of the certificate stops the start', async () => {
    const { variables } = await tlsFiles(await Authority.create());
    const other = await tlsFiles(await Authority.create());
    await expect(createTestApp({ ...variables, TLS_KEY: other.variables.TLS_KEY })).rejects.toThrow(
      /cannot be used together/,
    );
  });
});
