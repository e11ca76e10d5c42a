import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NamedFinding } from '../../src/features/doctor/doctor.service';
import { clientele } from '../support/clientele';
import { type HttpsServer, startHttpsServer } from '../support/https-server';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

type Headers_ = Readonly<Record<string, string>>;

const PATHS = ['/.well-known/oauth-authorization-server', '/.well-known/jwks.json', '/health/arrival'] as const;
const CERTIFICATE_HEADER = 'x-client-cert';

/** What a good proxy makes of the headers of a caller. */
const passedOn = (headers: IncomingMessage['headers']): Headers_ => ({
  'clientele-probe': String(headers['clientele-probe'] ?? ''),
  'x-forwarded-for': `${String(headers['x-forwarded-for'] ?? '')}, 203.0.113.5`,
  'x-forwarded-proto': 'https',
});

describe('clientele doctor, at the address of the issuer', () => {
  let proxy: HttpsServer;
  let server: TestServer;
  let variables: Headers_;

  beforeAll(async () => {
    proxy = await startHttpsServer();
    variables = { ISSUER: proxy.url, TRUST_PROXY: '127.0.0.1', TLS_CLIENT_CERT_HEADER: CERTIFICATE_HEADER };
    server = await createTestApp(variables);
  });

  afterAll(async () => {
    await server.close();
    await proxy.close();
  });

  /** Sends requests on to the server, with headers made from those of the caller. */
  const forward = (headersOf: (headers: IncomingMessage['headers']) => Headers_): void => {
    for (const path of PATHS)
      proxy.serve(path, (request: IncomingMessage, response: ServerResponse) => {
        void server.get(path, headersOf(request.headers)).then(({ status, text }) => {
          response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
        });
      });
  };

  const examine = async (database: TestDatabase = server.database, more: Headers_ = {}): Promise<readonly string[]> => {
    const installation = { url: database.url, variables: { ...variables, FETCH_CA: proxy.caFile, ...more } };
    const { stdout } = await clientele(installation, 'doctor', '--json');
    const findings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as NamedFinding);
    return findings
      .filter(({ check }) => check === 'issuer' || check === 'proxy')
      .map(({ severity, finding }) => `${severity} ${finding}`);
  };

  it('sees its certificate, its documents and how requests arrive', async () => {
    forward(passedOn);
    expect(await examine()).toEqual([
      expect.stringMatching(/^warning https:\/\/localhost:\d+: the certificate of CN=localhost is valid for 0 days$/),
      'ok its metadata have the addresses of these settings',
      'ok it shows the keys of this database',
      'ok a request of this machine arrives as https from 203.0.113.5',
    ]);
  });

  it('finds a proxy that believes callers', async () => {
    forward((headers) => ({
      ...passedOn(headers),
      'x-forwarded-for': String(headers['x-forwarded-for']),
      [CERTIFICATE_HEADER]: String(headers[CERTIFICATE_HEADER]),
    }));
    expect((await examine()).slice(3)).toEqual([
      'warning callers can choose their own address: X-Forwarded-For of a caller is believed',
      'error callers can claim any client certificate by a header',
    ]);
  });

  it('finds a proxy that does not say that callers use TLS', async () => {
    forward((headers) => ({ 'clientele-probe': String(headers['clientele-probe']) }));
    const findings = await examine();
    expect(findings[1]).toMatch(/^error https:.* cannot be read: the status is 400$/);
    expect(findings[2]).toBe('error requests arrive as plain http, and are refused');
  });

  it('finds servers with another issuer, on another database, or that do not answer', async () => {
    forward(passedOn);
    const other = await preparedDatabase();
    await clientele(other, 'keys', 'rotate');
    expect(await examine(other)).toContain('error it does not show 6 of the 12 keys of this database');
    await other.drop();
    proxy.serve(PATHS[0], { issuer: 'https://other.example', registration_endpoint: `${proxy.url}/register` });
    expect((await examine())[1]).toMatch(
      /^error its metadata differ: issuer is https:\/\/other\.example and not https:/,
    );
    const headers = { 'X-Forwarded-Proto': 'https' };
    expect((await server.get('/health/arrival', headers)).status).toBe(404);
    const wrong = { ...headers, 'Clientele-Probe': `${Math.floor(Date.now() / 1000)} 1.${'a'.repeat(43)}` };
    expect((await server.get('/health/arrival', wrong)).status).toBe(404);
    proxy.serve(PATHS[2], (_request, response) => {
      response.writeHead(404).end();
    });
    expect((await examine()).at(-1)).toMatch(
      /^note a request to \/health\/arrival is not answered: the status is 404;/,
    );
    const gone = await examine(server.database, { ISSUER: 'https://localhost:1' });
    expect(gone[0]).toMatch(/^error https:.* has no TLS connection: connect ECONNREFUSED/);
    expect(gone[1]).toMatch(/^error https:.* cannot be read: /);
  });
});
