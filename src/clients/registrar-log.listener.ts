import { Injectable, Logger } from '@nestjs/common';
import type { RequestContext } from '../core/request-context';
import type { ClientEvent } from './events/client-event';
import { type ClientListener, ListensToClients } from './events/client-listener';

type Stored = Extract<ClientEvent, { readonly type: 'RegistrarStored' | 'AdministratorStored' }>;

/** Logs when a client of the environment, or its secret, has changed. */
@ListensToClients()
@Injectable()
export class RegistrarLogListener implements ClientListener {
  private readonly logger = new Logger('registrar');

  notify(_context: RequestContext, event: ClientEvent): void {
    if (event.type === 'RegistrarStored') this.compare('registrar', event);
    if (event.type === 'AdministratorStored' && !event.isMade) this.compare('administrator', event);
  }

  private compare(
    role: 'registrar' | 'administrator',
    { client: { client_id }, before, hasOtherSecret }: Stored,
  ): void {
    if (!before) return;
    if (before.client_id !== client_id)
      this.logger.warn(`${client_id} is the ${role} in the place of ${before.client_id}`);
    if (hasOtherSecret) this.logger.warn(`the secret of the ${role} ${client_id} is another than before`);
  }
}
