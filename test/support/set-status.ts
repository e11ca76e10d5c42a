import type { ClientStatus } from '../../src/clients/client.entity';
import { ClientRepository } from '../../src/clients/client.repository';
import { type ChangeOfStatus, ClientsService } from '../../src/clients/clients.service';
import { commandContext } from './contexts';
import type { TestServer } from './test-server';

const TYPES: Readonly<Record<ClientStatus, ChangeOfStatus['type']>> = {
  active: 'ClientEnabled',
  pending: 'ClientDisabled',
  rejected: 'ClientRejected',
  disabled: 'ClientDisabled',
};

/** Gives a client a status directly, whatever its status was. */
export const setStatus = async (
  server: TestServer,
  client_id: string,
  status: ClientStatus,
  reason?: string,
): Promise<void> => {
  const client = await server.app.get(ClientRepository).find(client_id);
  if (!client) throw new Error(`there is no client ${client_id}`);
  const change = { type: TYPES[status], status, ...(reason !== undefined && { reason }) };
  await server.app.get(ClientsService).changeStatus(commandContext(server), client, change);
};
