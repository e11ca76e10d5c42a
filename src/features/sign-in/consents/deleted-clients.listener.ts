import { Injectable } from '@nestjs/common';
import type { ClientEvent } from '../../../clients/events/client-event';
import { type ClientListener, ListensToClients } from '../../../clients/events/client-listener';
import type { RequestContext } from '../../../core/request-context';
import { ConsentOptions } from './consent-options';
import { ConsentRepository } from './consent.repository';

/** Forgets what users allowed to a client that is deleted. If that fails, the sweep of consents does it. */
@ListensToClients()
@Injectable()
export class DeletedClientsListener implements ClientListener {
  constructor(
    private readonly consents: ConsentRepository,
    private readonly options: ConsentOptions,
  ) {}

  async notify(_context: RequestContext, event: ClientEvent): Promise<void> {
    if (event.type !== 'ClientDeleted' || !this.options.isOn) return;
    await this.consents.forget({ client_id: event.client.client_id });
  }
}
