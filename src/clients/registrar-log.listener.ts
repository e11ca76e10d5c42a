import { Injectable, Logger } from '@nestjs/common';
import type { RequestContext } from '../core/request-context';
import type { ClientEvent } from './events/client-event';
import { type ClientListener, ListensToClients } from './events/client-listener';

/** Logs when the registrar of the environment, or its secret, has changed. */
@ListensToClients()
@Injectable()
export class RegistrarLogListener implements ClientListener {
  private readonly logger = new Logger('registrar');

  notify(_context: RequestContext, event: ClientEvent): void {
    if (event.type !== 'RegistrarStored' || !event.before) return;
    const { client_id } = event.client;
    if (event.before.client_id !== client_id)
      this.logger.warn(`${client_id} is the registrar in the place of ${event.before.client_id}`);
    if (event.hasOtherSecret) this.logger.warn(`the secret of the registrar ${client_id} is another than before`);
  }
}
