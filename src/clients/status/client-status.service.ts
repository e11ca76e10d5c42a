import { Injectable } from '@nestjs/common';
import { unknownClient } from '../../core/errors/refusals';
import { RefusedOperation } from '../../core/errors/refused-operation';
import type { RequestContext } from '../../core/request-context';
import type { Client } from '../client.entity';
import { ClientRepository } from '../client.repository';
import { ClientsService } from '../clients.service';
import { StaleClient } from '../stale-client';
import { requireReason } from './status-reason';
import { type StatusAction, transitionOf } from './status-transitions';

/** What an operator decides about a client: approve, reject, disable, enable. */
@Injectable()
export class ClientStatusService {
  constructor(
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
  ) {}

  /**
   * Changes the status of a client on every node from the next request on. Of two different decisions at once, one
   * succeeds. The client reads `reason`, which a rejection needs. Throws {@link RefusedOperation}.
   */
  async change(context: RequestContext, client_id: string, action: StatusAction, reason?: string): Promise<Client> {
    requireReason(action, reason);
    for (;;) {
      const before = await this.clients.find(client_id);
      if (!before) throw unknownClient(client_id);
      if (before.origin === 'environment')
        throw new RefusedOperation(
          'conflict',
          undefined,
          'the client must not be one of the environment; change REGISTRAR_CLIENT_ID or ADMIN_CLIENT_ID',
        );
      const { type, to } = transitionOf(action, before.status);
      try {
        return await this.writer.changeStatus(context, before, {
          type,
          status: to,
          ...(reason !== undefined && { reason }),
        });
      } catch (error) {
        // Another writer changed the client: its new status decides.
        if (!(error instanceof StaleClient)) throw error;
      }
    }
  }
}
