/** The configuration of clients by the operator. */
export abstract class ClientOptions {
  /** For how many seconds a client secret is valid; 0 if it does not expire. */
  abstract readonly secretLifetime: number;
}

/** The credentials of the registrar, the client of the environment. */
export abstract class RegistrarCredentials {
  abstract readonly client_id: string;
  abstract readonly client_secret: string;
}

/** What the operator decides about the addresses of callers. */
export abstract class AddressOptions {
  /** How they are kept. */
  abstract readonly addresses: 'none' | 'hashed' | 'plain';
}
