import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import type { ClientEvent } from '../clients/events/client-event';
import { type ClientListener, ListensToClients } from '../clients/events/client-listener';
import type { RequestContext } from '../core/request-context';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { endAnswer } from './end-answer';
import { IdempotentAnswer } from './idempotent-answer.entity';

/** Deletes stored responses in the commit that ends a credential which they contain. */
@ListensToClients()
@Injectable()
export class IdempotentAnswersListener implements ClientListener {
  store(_context: RequestContext, event: ClientEvent, unit: UnitOfWork): void {
    if (!endsCredentials(event)) return;
    const { client_id, origin } = event.client;
    unit.addStep((manager) =>
      origin === 'registrar' ? endAnswer(manager, client_id) : manager.delete(IdempotentAnswer, { client_id }),
    );
  }
}

type EndOfCredentials = Extract<ClientEvent, { client: Client }>;

/**
 * Whether an event ends a credential that a stored response contains: the client was deleted or disabled, or got other
 * credentials.
 */
const endsCredentials = (event: ClientEvent): event is EndOfCredentials => {
  switch (event.type) {
    case 'ClientUpdated':
      return event.changesCredentials;
    case 'ClientSecretRotated':
    case 'RegistrationTokensReplaced':
    case 'ClientDisabled':
    case 'ClientDeleted':
      return true;
    default:
      return false;
  }
};
