import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startupBanner } from '../../src/platform/operations/startup-banner';
import { blocksOf, runPasted } from '../support/pasted-commands';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

const BETWEEN_BLOCKS = '=== next block';

describe('the commands that a reader pastes', () => {
  const secret = 'a secret + with & such = as $HOME';
  let server: TestServer;
  let guarded: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
    guarded = await createTestApp({ REGISTRAR_CLIENT_ID: "the operator's", REGISTRAR_CLIENT_SECRET: secret });
  });

  afterAll(() => Promise.all([server.close(), guarded.close()]));

  it('give the responses that the README shows', async () => {
    const readme = await readFile(join(__dirname, '../..', 'README.md'), 'utf8');
    const printed = await runPasted(blocksOf(readme, 'story').join(`\necho '${BETWEEN_BLOCKS}'\n`), server);
    const answers = printed.split(BETWEEN_BLOCKS).map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(answers).toEqual([
      expect.objectContaining({ token_type: 'Bearer', expires_in: 1800, scope: 'register' }),
      expect.objectContaining({ grant_types: ['client_credentials'], redirect_uris: ['https://tmp.com'] }),
      expect.objectContaining({ access_token: expect.any(String), scope: 'profile' }),
      expect.objectContaining({
        error: 'invalid_redirect_uri',
        error_description: expect.stringMatching(/^redirect_uris\[1\] must use https/),
      }),
    ]);
    const stored = await server.token({
      grant_type: 'client_credentials',
      client_id: String(answers[1]?.['client_id']),
      client_secret: String(answers[1]?.['client_secret']),
    });
    expect(stored.status).toBe(200);
  });

  it('register a client with the two lines of the banner', async () => {
    const printed = await runPasted(commandsOf(startupBanner(server.environment)), server);
    expect(JSON.parse(printed)).toMatchObject({ client_id: expect.any(String), scope: 'openid profile' });
  });

  it('do so with a secret of the operator, which the banner does not print', async () => {
    const text = startupBanner(guarded.environment);
    expect(text).toContain('/docs');
    expect(startupBanner({ ...guarded.environment, SERVE_DOCS: false })).not.toContain('/docs');
    expect(text).not.toContain(secret);
    const printed = await runPasted(commandsOf(text), guarded, { REGISTRAR_CLIENT_SECRET: secret });
    expect(JSON.parse(printed)).toMatchObject({ client_id: expect.any(String), scope: 'openid profile' });
  });
});

const commandsOf = (text: string): string =>
  text
    .split('\n')
    .filter((line) => /^(ACCESS_TOKEN=|curl )/.test(line))
    .join('\n');
