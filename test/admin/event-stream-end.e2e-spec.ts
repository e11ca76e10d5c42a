import { SealingService } from '../../src/event-log/sealing/sealing.service';
import { aClient } from '../support/a-client';
import { administratorForm } from '../support/administering';
import { clientele } from '../support/clientele';
import { EventReader } from '../support/event-reader';
import { createTestApp } from '../support/test-app';

describe('a stream of events', () => {
  it('ends with its token, and clientele audit tail --from-server then says why', async () => {
    const server = await createTestApp({ ACCESS_TOKEN_LIFETIME: '4' });
    const token = await server.accessToken(administratorForm(server, 'register:admin:read'));
    const headers = { Authorization: `Bearer ${token}` };
    const seal = (): Promise<void> => server.app.get(SealingService).seal();
    await seal();
    const { json } = await server.get('/admin/events?limit=1', headers);
    const [first] = json['events'] as { readonly id: string }[];
    const { client_id } = await server.register(aClient());
    await seal();
    const reader = await EventReader.open(server.at('/admin/events'), headers);
    const tail = (ADMIN_ACCESS_TOKEN: string): ReturnType<typeof clientele> => {
      const installation = { url: server.database.url, variables: { ADMIN_ACCESS_TOKEN } };
      const from = ['--from-server', server.url, '--after', first?.id ?? ''];
      return clientele(installation, 'audit', 'tail', ...from, '--json');
    };
    const { code, stdout, stderr } = await tail(token);
    expect(stdout).toContain(`"client_id":"${client_id}"`);
    expect(stdout).not.toContain(String(first?.id));
    expect(stderr).toContain('the server answered 401');
    expect(code).toBeGreaterThan(0);
    expect(reader.response.statusCode).toBe(200);
    expect(await reader.rest()).toEqual([]);
    expect((await tail('')).stderr).toContain('--from-server needs ADMIN_ACCESS_TOKEN');
    await server.close();
  });
});
