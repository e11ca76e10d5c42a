import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aClient } from '../support/a-client';
import { blocksOf, runPasted } from '../support/pasted-commands';
import { createTestApp } from '../support/test-app';

const NEXT = '\n=== next block\n';

describe('docs/ADMIN.md', () => {
  it('has commands that do what it says', async () => {
    const server = await createTestApp();
    const { ADMIN_CLIENT_ID, ADMIN_CLIENT_SECRET } = server.environment;
    const { client_id: CLIENT_ID } = await server.register(aClient());
    const blocks = blocksOf(await readFile(join(__dirname, '../../docs/ADMIN.md'), 'utf8'), 'admin');
    const script = blocks.join(`\nprintf '%s' '${NEXT}'\n`);
    const printed = await runPasted(script, server, { ADMIN_CLIENT_ID, ADMIN_CLIENT_SECRET, CLIENT_ID });
    const [nothing, ...answers] = printed.split(NEXT);
    expect(nothing).toBe('');
    expect(answers.map((text) => JSON.parse(text) as unknown)).toEqual([
      { clients: [expect.objectContaining({ client_id: CLIENT_ID }), expect.anything()] },
      expect.objectContaining({ client_id: CLIENT_ID, status: 'active' }),
      { events: [expect.objectContaining({ type: 'client.registered', client_id: CLIENT_ID })] },
      expect.objectContaining({ status: 'disabled', status_reason: 'Write to security@example.org.' }),
      expect.objectContaining({ status: 'active' }),
      expect.objectContaining({ client_name: 'By hand', client_secret: expect.any(String) }),
      expect.objectContaining({ client_id: CLIENT_ID, client_name: 'New name' }),
      expect.objectContaining({ client_id: CLIENT_ID, client_secret: expect.any(String) }),
      { status: 204 },
    ]);
    await server.close();
  });
});
