import { ClientRepository } from '../../src/clients/client.repository';
import { aClient } from '../support/a-client';
import { createTestApp } from '../support/test-app';

describe('the registrar of the environment', () => {
  it('is stored with the same members as a registered client with the same request', async () => {
    const server = await createTestApp();
    const clients = server.app.get(ClientRepository);
    const registered = await server.register(aClient({ redirect_uris: [], scope: 'openid' }));
    const [registrar, client] = [await clients.find('registerClient'), await clients.find(registered.client_id)];
    expect({ ...registrar?.metadata, scope: 'openid' }).toEqual(client?.metadata);
    expect(registrar?.metadata.redirect_uris).toEqual([]);
  });
});
