import type { Client } from '../client.entity';

/** The columns of clients whose values only one client at a time may have. Most clients have none. */
export const RESERVED_COLUMNS = ['software_instance', 'registration_hash'] as const satisfies readonly (keyof Client)[];

export type ReservedColumn = (typeof RESERVED_COLUMNS)[number];

/** The values of a client in these columns, as far as they are known. */
export type ReservingClient = Pick<Client, 'client_id'> & Partial<Pick<Client, ReservedColumn>>;
