import { Injectable } from '@nestjs/common';
import { unknownClient } from '../../core/errors/refusals';
import { RefusedOperation } from '../../core/errors/refused-operation';
import type { RequestContext } from '../../core/request-context';
import type { Client } from '../client.entity';
import { ClientRepository } from '../client.repository';
import { ClientsService } from '../clients.service';
import { untilCurrent } from '../until-current';
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
    const read = (): Promise<Client> => this.read(client_id);
    return untilCurrent(await read(), read, async (before) => {
      const { type, to } = transitionOf(action, before.status);
      const change = { type, status: to, ...(reason !== undefined && { reason }) };
      return this.writer.changeStatus(context, before, change);
    });
  }

  private async read(client_id: string): Promise<Client> {
    const client = await this.clients.find(client_id);
    if (!client) throw unknownClient(client_id);
    if (client.origin === 'environment')
      throw new RefusedOperation(
        'conflict',
        undefined,
        'the client must not be one of the environment; change REGISTRAR_CLIENT_ID or ADMIN_CLIENT_ID',
      );
    return client;
  }
}
