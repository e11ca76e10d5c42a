import { aClient } from './a-client';
import type { Administrator } from './administering';
import { exampleExport, temporaryFile } from './import-files';
import type { Answer } from './test-server';

/** The address of a receiver of webhooks, and what runs jobs. */
export interface AdministrationSurroundings {
  readonly receiver: string;
  readonly runJobs: () => Promise<void>;
}

/** What an administrator does below `/admin`, each kind of thing once. */
export const administer = async (
  administrator: Administrator,
  { receiver, runJobs }: AdministrationSurroundings,
): Promise<void> => {
  const done = async (answer: Promise<Answer>): Promise<Readonly<Record<string, unknown>>> => {
    const { status, json, text } = await answer;
    expect([status < 300, text]).toEqual([true, text]);
    return json;
  };
  const token = await done(administrator.post('/admin/initial-access-tokens', { label: 'A token', uses: 5 }));
  await done(administrator.get('/admin/initial-access-tokens'));
  await done(administrator.remove(`/admin/initial-access-tokens/${String(token['id'])}`));

  const registrar = `/admin/registrars/${String((await done(administrator.post('/admin/registrars', { label: 'R' })))['client_id'])}`;
  await done(administrator.post(`${registrar}/secret`, {}));
  await done(administrator.remove(registrar));

  await done(administrator.post('/admin/keys/rotate'));
  await done(
    administrator.post('/admin/policies', {
      policies: { partners: { metadata_policy: { scope: { subset_of: [] } } } },
    }),
  );

  const webhook = `/admin/webhooks/${String((await done(administrator.post('/admin/webhooks', { url: receiver })))['id'])}`;
  await done(administrator.post(`${webhook}/secret`, { overlap: 600 }));
  await done(administrator.post(`${webhook}/pause`));
  await done(administrator.post(`${webhook}/resume`));
  await done(administrator.remove(webhook));

  const { client_id } = await done(administrator.post('/admin/clients', aClient()));
  const client = `/admin/clients/${String(client_id)}`;
  await done(administrator.get(client));
  await done(administrator.edit('PATCH', client, { client_name: 'Patched' }));
  await done(administrator.edit('PUT', client, aClient({ client_name: 'Replaced' })));
  await done(administrator.post(`${client}/secret`, {}));
  await done(administrator.post('/admin/jobs', { action: 'disable', client_ids: [client_id] }));
  await runJobs();
  await done(administrator.post(`${client}/enable`));
  await done(administrator.remove(client));
};

/** What an operator does by commands, each kind of thing once. `run` gives the lines that a command printed. */
export const operate = async (
  run: (...words: readonly string[]) => Promise<readonly Readonly<Record<string, unknown>>[]>,
  receiver: string,
): Promise<void> => {
  const idOf = async (member: string, ...words: readonly string[]): Promise<string> =>
    String((await run(...words))[0]?.[member]);
  const file = await temporaryFile(aClient());
  const client_id = await idOf('client_id', 'clients', 'register', file);
  await run('clients', 'edit', client_id, '--set', 'client_name=Edited');
  await run('clients', 'show', client_id);
  await run('clients', 'rotate-secret', client_id, '--yes');
  await run('clients', 'rotate-registration-token', client_id, '--yes');
  const exported = await run('clients', 'export', '--with-credentials');
  await run('clients', 'delete', client_id, '--yes');
  const again = exported.filter((line) => line['client_id'] === client_id).map((line) => JSON.stringify(line));
  await run('clients', 'import', await temporaryFile(again.join('\n')), '--from', 'clientele');
  await run('clients', 'import', exampleExport('auth0-clients.json'), '--from', 'auth0', '--invalid', 'leave-out');
  await run('registrars', 'revoke', await idOf('client_id', 'registrars', 'create'), '--yes');
  await run('tokens', 'revoke', await idOf('id', 'tokens', 'create'), '--yes');
  const webhook = await idOf('id', 'webhooks', 'create', receiver);
  await run('webhooks', 'rotate-secret', webhook, '--overlap', '1h');
  await run('webhooks', 'delete', webhook, '--yes');
  await run('keys', 'rotate');
};
