import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../scripts/free-port';
import { started, withFolder } from '../support/program';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const clientele = serving(() => ({ REGISTRATION_MODE: 'protected' }));

const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc'];
const POLL_MS = 100;

const configuration = (folder: string, port: number): string => `
ServerRoot ${folder}
ServerName 127.0.0.1
DefaultRuntimeDir ${folder}
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
DocumentRoot ${folder}
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
User www-data
Group www-data
OIDCMetadataDir ${folder}/metadata
OIDCRedirectURI https://app.example/callback
OIDCCryptoPassphrase secret
OIDCClientName An-application
<Location />
  AuthType openid-connect
  Require valid-user
</Location>
`;

/** Answers of a website behind mod_auth_openidc, at its public name. */
type Visit = (path: string) => Promise<{ status: number; location: string; body: string }>;

/** Runs Apache as an administrator sets it up: the provider's document and the settings for it in files. */
const withWebsite = (settings: object, use: (visit: Visit, folder: string) => Promise<void>): Promise<void> =>
  withFolder(async (folder) => {
    const port = await freePort();
    const metadata = join(folder, 'metadata', encodeURIComponent(new URL(clientele.origin).host));
    await mkdir(join(folder, 'metadata'));
    // Apache gives up the rights of root.
    await chmod(folder, 0o755);
    await chmod(join(folder, 'metadata'), 0o777);
    const discovery = await fetch(`${clientele.origin}/.well-known/openid-configuration`);
    await writeFile(`${metadata}.provider`, await discovery.text());
    await writeFile(`${metadata}.conf`, JSON.stringify(settings));
    await writeFile(join(folder, 'apache.conf'), configuration(folder, port));
    const apache = started({
      command: 'apache2',
      parameters: ['-X', '-f', join(folder, 'apache.conf')],
      folder,
    });
    const ended = new Promise((done) => apache.once('close', done));
    try {
      await listens(port, () => apache.exitCode !== null);
      await use((path) => visit(port, path), folder);
    } finally {
      apache.kill();
      await ended;
    }
  });

const listens = async (port: number, hasEnded: () => boolean): Promise<void> => {
  while (!hasEnded()) {
    if (await visit(port, '/').then(Boolean, () => false)) return;
    await wait(POLL_MS);
  }
  throw new Error('Apache ended');
};

/** Reads as a browser does: the module appends a second page to the one that tells of an error. */
const visit = async (port: number, path: string): ReturnType<Visit> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end(`GET ${path} HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n\r\n`);
  const answer = await text(socket);
  return {
    status: Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]),
    location: /^Location: (.*)\r$/m.exec(answer)?.[1] ?? '',
    body: answer.slice(answer.indexOf('\r\n\r\n')),
  };
};

const choosing = (): string =>
  `/callback?${new URLSearchParams({ iss: clientele.origin, target_link_uri: 'https://app.example/' }).toString()}`;

test('mod_auth_openidc registers all its grants and response types, and sends its visitor to sign in', async () => {
  const settings = { registration_token: await clientele.registrarToken() };
  await withWebsite(settings, async (visitor, folder) => {
    const { status, location } = await visitor(choosing());
    assert.equal(status, 302);
    const address = new URL(location);
    assert.equal(`${address.origin}${address.pathname}`, AUTHORIZATION_ENDPOINT);
    const file = join(folder, 'metadata', `${encodeURIComponent(new URL(clientele.origin).host)}.client`);
    const client = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    assert.equal(client['client_id'], address.searchParams.get('client_id'));
    assert.deepEqual(client['grant_types'], ['authorization_code', 'refresh_token']);
    assert.deepEqual(client['response_types'], ['code']);
  });
});

test('mod_auth_openidc writes code and description of a refusal to the error log of Apache', () =>
  withWebsite({}, async (visitor, folder) => {
    const { body } = await visitor(choosing());
    assert.match(body, /contact the administrator/);
    const log = await readFile(join(folder, 'error.log'), 'utf8');
    assert.match(log, /"invalid_token"/);
    assert.match(log, /"send Authorization: Bearer with a token of scope register"/);
  }));
