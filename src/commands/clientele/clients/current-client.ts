import type { INestApplicationContext } from '@nestjs/common';
import { ClientRepository } from '../../../clients/client.repository';
import type { Client } from '../../../clients/client.entity';
import { StaleClient } from '../../../clients/stale-client';
import { unknownClient } from '../../../core/errors/refusals';
import { StartFailure } from '../../../platform/config/start-failure';

/**
 * Runs `change` with a registered client, and again with its new state if it was changed meanwhile. Throws
 * `RefusedOperation` for an unknown client, and {@link StartFailure} for registrars, which have other commands.
 */
export const withCurrentClient = async <Result>(
  app: INestApplicationContext,
  client_id: string,
  change: (client: Client) => Promise<Result>,
): Promise<Result> => {
  for (;;) {
    const client = await app.get(ClientRepository).find(client_id);
    if (!client) throw unknownClient(client_id);
    requireRegistered(client);
    try {
      return await change(client);
    } catch (error) {
      if (!(error instanceof StaleClient)) throw error;
    }
  }
};

const requireRegistered = ({ client_id, origin }: Client): void => {
  if (origin === 'environment')
    throw new StartFailure(
      'CLIENT_ID: this is a client of the environment; set REGISTRAR_CLIENT_ID or ADMIN_CLIENT_ID to replace it',
    );
  if (origin === 'registrar')
    throw new StartFailure(`CLIENT_ID: this is a registrar; use clientele registrars revoke ${client_id}`);
};
