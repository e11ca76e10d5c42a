import type { Client } from '../clients/client.entity';
import type { NewEvent } from './event-types';

type Subject = Pick<Client, 'client_id' | 'registrar' | 'policies'>;

/** The client, its registrar and its policies, by which a reader of the log selects the events of one of them. */
export const subjectOf = ({
  client_id,
  registrar,
  policies,
}: Subject): Pick<NewEvent, 'registrar' | 'policies'> & { readonly client_id: string } => ({
  client_id,
  ...(registrar != null && { registrar }),
  ...(policies && { policies }),
});

/** The event of a client that an administrator read. It is no change, so it has no revision. */
export const readingOf = (client: Subject): NewEvent => ({ type: 'client.read', ...subjectOf(client), data: {} });
