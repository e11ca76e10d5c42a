import { Injectable } from '@nestjs/common';
import { unknownClient } from '../core/errors/refusals';
import { RefusedOperation } from '../core/errors/refused-operation';
import type { RequestContext } from '../core/request-context';
import type { Precondition } from '../platform/http/precondition';
import type { Client } from './client.entity';
import { ClientRepository } from './client.repository';
import { ClientsService } from './clients.service';
import { untilCurrent } from './until-current';

/** The clients that an operator changes over HTTP and by commands: those that were registered. */
@Injectable()
export class AdministeredClientsService {
  constructor(
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
  ) {}

  /** The client in its current state. Throws `UnknownResource`. */
  async find(client_id: string): Promise<Client> {
    const client = await this.clients.find(client_id);
    if (!client) throw unknownClient(client_id);
    return client;
  }

  /** What {@link find} gives. Throws {@link RefusedOperation} for a client of the environment and for a registrar too. */
  async findRegistered(client_id: string): Promise<Client> {
    const client = await this.find(client_id);
    if (client.origin !== 'registration') throw notRegistered();
    return client;
  }

  /**
   * Runs `attempt` with the current state of a registered client, again if others changed it meanwhile. Throws
   * `PreconditionFailed`, and what {@link findRegistered} and `attempt` throw.
   */
  async change<Outcome>(
    client_id: string,
    precondition: Precondition,
    attempt: (client: Client) => Promise<Outcome>,
  ): Promise<Outcome> {
    const read = (): Promise<Client> => this.findRegistered(client_id);
    return untilCurrent(await read(), read, (client) => {
      precondition.check(client);
      return attempt(client);
    });
  }

  /**
   * Deletes a client: its credentials and tokens are refused from the next request on. Throws what {@link change} throws.
   */
  remove(context: RequestContext, client_id: string, precondition: Precondition): Promise<void> {
    return this.change(client_id, precondition, (client) => this.writer.remove(context, client));
  }
}

/** The client was not registered: the environment or an operator made it. */
export const notRegistered = (): RefusedOperation =>
  new RefusedOperation(
    'conflict',
    undefined,
    'the client must be one that was registered; revoke a registrar at /admin/registrars or by clientele registrars revoke, and change those of the environment there',
  );
