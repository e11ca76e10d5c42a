import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aWebClient } from '../support/a-client';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

type Json = Readonly<Record<string, unknown>>;

const LTI = 'https://purl.example/spec/lti-tool-configuration';
const WEBHOOKS = ['https://app.example/hook', 'https://app.example/other'];
const EXTENSIONS = {
  webhook_uris: {
    description: 'Where events about the account of the client are sent.',
    schema: { type: 'array', maxItems: 5, items: { type: 'string', format: 'uri', pattern: '^https:' } },
  },
  [LTI]: {
    description: 'The configuration of a learning tool.',
    schema: { type: 'object', required: ['domain'], properties: { domain: { type: 'string' } } },
  },
  support_tier: { description: 'How fast questions are answered.', schema: { enum: ['gold', 'silver'] } },
};

describe('members that the operator defines', () => {
  let directory: string;
  let server: TestServer;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'extensions-'));
    const file = join(directory, 'extensions.json');
    await writeFile(file, JSON.stringify(EXTENSIONS));
    server = await createTestApp({ METADATA_EXTENSIONS: file });
  });

  afterAll(() => rm(directory, { recursive: true }));

  const post = (own: Json): Promise<Answer> => server.postRegister(aWebClient(own));

  it('are registered, read, replaced and patched like the others', async () => {
    const own = { webhook_uris: WEBHOOKS, [LTI]: { domain: 'tool.example', more: [1, null] }, unknown_member: 1 };
    const registered = await server.register(aWebClient(own));
    expect(registered).toMatchObject({ webhook_uris: WEBHOOKS, [LTI]: own[LTI] });
    expect(registered).not.toHaveProperty('unknown_member');
    expect(Object.keys(registered).slice(-2)).toEqual(['webhook_uris', LTI]);

    const path = `/register/${registered.client_id}`;
    const headers = {
      Authorization: `Bearer ${registered.registration_access_token}`,
      'Content-Type': 'application/json',
    };
    expect((await server.send('GET', path, headers)).json).toMatchObject({ webhook_uris: WEBHOOKS });
    const patch = { ...headers, 'Content-Type': 'application/merge-patch+json' };
    const patched = await server.send('PATCH', path, patch, JSON.stringify({ support_tier: 'gold', [LTI]: null }));
    expect(patched.json).toMatchObject({ support_tier: 'gold', webhook_uris: WEBHOOKS });
    expect(patched.json).not.toHaveProperty(LTI);
    const body = aWebClient({ client_id: registered.client_id, support_tier: 'silver' });
    const replaced = await server.send('PUT', path, headers, JSON.stringify(body));
    expect(replaced.json).toMatchObject({ support_tier: 'silver' });
    expect(replaced.json).not.toHaveProperty('webhook_uris');
  });

  it.each<[string, Json, string]>([
    ['another type', { webhook_uris: 'https://app.example/hook' }, 'webhook_uris'],
    ['an item of another form', { webhook_uris: [...WEBHOOKS, 'http://app.example/'] }, 'webhook_uris[2]'],
    ['a part that is missing', { [LTI]: {} }, LTI],
    ['a part of another type', { [LTI]: { domain: 5 } }, `${LTI}.domain`],
    ['another choice', { support_tier: 'bronze' }, 'support_tier'],
    ['more than other objects may have', { [LTI]: { domain: 'x'.repeat(17_000) } }, LTI],
    ['lists in lists', { [LTI]: { domain: 'x', y: [[[[[[[[[[[]]]]]]]]]]] } }, LTI],
  ])('are refused by their schema: %s', async (_title, own, member) => {
    const { errors } = expectRefusal(await post(own), 400, 'invalid_client_metadata') as { errors: Json[] };
    expect(errors).toEqual([
      {
        member,
        rule: expect.stringMatching(/^must /) as unknown,
        remedy: expect.stringMatching(/^send what the schema of .* in .openapi.json describes$/) as unknown,
      },
    ]);
  });

  it('that are empty or null are not sent', async () => {
    const { json, status } = await post({ [LTI]: '', webhook_uris: null });
    expect([status, LTI in json, 'webhook_uris' in json]).toEqual([201, false, false]);
  });

  it('are in the OpenAPI document and in discovery', async () => {
    const { components } = (await server.get('/openapi.json')).json as {
      components: { schemas: Record<string, { properties: Json }> };
    };
    for (const schema of ['ClientMetadata', 'ClientUpdate', 'ClientInformation'])
      expect(components.schemas[schema]?.properties['webhook_uris']).toMatchObject(EXTENSIONS.webhook_uris.schema);
    const { json } = await server.get('/.well-known/oauth-authorization-server');
    expect(json['client_metadata_extensions_supported']).toEqual(Object.keys(EXTENSIONS));
  });
});
