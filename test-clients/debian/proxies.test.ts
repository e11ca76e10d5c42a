import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, buildConnector, fetch } from 'undici';
import { freePort } from '../../scripts/free-port';
import { type CertificateFiles, writeCertificate } from '../../bench/support/certificate';
import { documentedBlock, replaced } from '../support/documented';
import { started, withFolder } from '../support/program';
import { serving } from '../support/serving';

const GUIDE = 'EXTERNAL-ENDPOINTS.md';
const SECRET = 'a secret for the registrar of this test';
const ISSUER = 'https://host.example';
const POLL_MS = 100;
/** For a machine that is busy with other tests. */
const SERVES_WITHIN_MS = 120_000;

/** Stands for the external server: its response repeats the request. */
const external = createServer(({ url, headers }, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ external: url, proto: headers['x-forwarded-proto'] }));
});

before(() => once(external.listen(0, '127.0.0.1'), 'listening'));
after(() => external.close());

/** Production, as the guide says. */
const clientele = serving(() => {
  const lines = documentedBlock(GUIDE, 'sh both').trim().split('\n');
  const variables = Object.fromEntries(lines.map((line) => line.split('=', 2) as [string, string]));
  return { ...variables, NODE_ENV: 'production', REGISTRATION_MODE: 'protected', REGISTRAR_CLIENT_SECRET: SECRET };
});

/** Where a proxy runs: its folder, its port on this machine, and its certificate. */
interface Place {
  readonly folder: string;
  readonly port: number;
  readonly certificate: CertificateFiles;
}

/** Both servers at the ports that they have here. */
const upstreams = (): Record<string, string> => ({
  '127.0.0.1:3000': new URL(clientele.origin).host,
  '127.0.0.1:4000': `127.0.0.1:${(external.address() as AddressInfo).port}`,
});

const nginx = ({ folder, port, certificate: { cert, key } }: Place): string => {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const server = replaced(documentedBlock(GUIDE, 'nginx'), {
    ...upstreams(),
    'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
    '/etc/ssl/host.example.pem': cert,
    '/etc/ssl/host.example.key': key,
  });
  return `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${folder}/nginx.pid;
error_log stderr;
events {}
http {
access_log off;
${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
${server}
}
`;
};

const caddy = ({ port, certificate: { cert, key } }: Place): string => `{
  admin off
  auto_https disable_redirects
}
${replaced(documentedBlock(GUIDE, 'caddyfile'), {
  ...upstreams(),
  'host.example {': `${ISSUER}:${port} {\n  bind 127.0.0.1\n  tls ${cert} ${key}`,
})}`;

/** A request through the proxy; gives status and JSON. */
type Ask = (path: string, init?: object) => Promise<{ status: number; json: Record<string, unknown> }>;

interface Proxy {
  readonly configuration: (place: Place) => string;
  readonly command: string;
  readonly parameters: (file: string) => readonly string[];
}

const withProxy = ({ configuration, command, parameters }: Proxy, use: (ask: Ask) => Promise<void>): Promise<void> =>
  withFolder(async (folder) => {
    const certificate = await writeCertificate(folder, new URL(ISSUER).hostname);
    const port = await freePort();
    const file = join(folder, 'configuration');
    await writeFile(file, configuration({ folder, port, certificate }));
    const program = started({ command, parameters: parameters(file), folder });
    let written = '';
    program.stderr?.setEncoding('utf8').on('data', (text: string) => (written += text));
    const ended = once(program, 'close');
    const dispatcher = agentFor(port, certificate.pem);
    const ask: Ask = async (path, init = {}) => {
      const answer = await fetch(new URL(path, ISSUER), { ...init, dispatcher });
      const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
      return { status: answer.status, json: isJson ? ((await answer.json()) as Record<string, unknown>) : {} };
    };
    try {
      await Promise.race([
        untilServed(ask),
        ended.then(() => {
          throw new Error(`${command} ended`);
        }),
      ]);
      await use(ask);
    } catch (error) {
      throw new Error(`${command} at port ${port} wrote: ${written}`, { cause: error });
    } finally {
      await dispatcher.destroy();
      program.kill();
      await ended;
    }
  });

/** Connects to a port of this machine instead of the host of an address. */
const agentFor = (port: number, ca: string): Agent => {
  const connector = buildConnector({ ca });
  return new Agent({
    connect: (options, callback) => {
      connector({ ...options, hostname: '127.0.0.1', port: String(port) }, callback);
    },
  });
};

const untilServed = async (ask: Ask): Promise<void> => {
  const latest = Date.now() + SERVES_WITHIN_MS;
  for (;;) {
    try {
      await ask('/');
      return;
    } catch (error) {
      if (Date.now() > latest) throw error;
    }
    await wait(POLL_MS);
  }
};

/** What a client goes through that knows the issuer, and one that knows the address of registration alone. */
const follow = async (ask: Ask): Promise<void> => {
  const { json: metadata } = await ask('/.well-known/oauth-authorization-server');
  assert.equal(metadata['issuer'], ISSUER);
  assert.equal((await ask('/.well-known/openid-configuration')).json['issuer'], ISSUER);
  for (const member of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    const address = String(metadata[member]);
    assert.deepEqual((await ask(address)).json, { external: new URL(address).pathname, proto: 'https' });
  }
  const { json: resource } = await ask('/.well-known/oauth-protected-resource/register');
  assert.deepEqual(resource['authorization_servers'], [`${ISSUER}/registrar`]);
  const { json: registrar } = await ask('/.well-known/oauth-authorization-server/registrar');
  const form = { grant_type: 'client_credentials', client_id: 'registerClient', client_secret: SECRET };
  const body = new URLSearchParams({ ...form, scope: 'register' }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { json: given } = await ask(String(registrar['token_endpoint']), { method: 'POST', headers, body });
  const { status, json: client } = await ask(String(metadata['registration_endpoint']), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${String(given['access_token'])}` },
    body: JSON.stringify({ redirect_uris: ['https://app.example/callback'] }),
  });
  assert.equal(status, 201);
  const Authorization = `Bearer ${String(client['registration_access_token'])}`;
  assert.equal((await ask(String(client['registration_client_uri']), { headers: { Authorization } })).status, 200);
  assert.ok(((await ask(String(registrar['jwks_uri']))).json['keys'] as unknown[]).length > 0);
  for (const path of ['/docs', '/docs/start.js', '/openapi.json']) assert.equal((await ask(path)).status, 200);
};

test('nginx, configured as documented, leads clients to both servers', () =>
  withProxy({ configuration: nginx, command: 'nginx', parameters: (file) => ['-c', file, '-e', 'stderr'] }, follow));

test('Caddy, configured as documented, leads clients to both servers', () =>
  withProxy(
    {
      configuration: caddy,
      command: 'caddy',
      parameters: (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
    },
    follow,
  ));
