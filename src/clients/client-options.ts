/** The configuration of clients by the operator. */
export abstract class ClientOptions {
  /** For how many seconds a client secret is valid; 0 if it does not expire. */
  abstract readonly secretLifetime: number;
}

/** The credentials of a client of the environment. */
export interface EnvironmentCredentials {
  readonly client_id: string;
  readonly client_secret: string;
}

/** The clients of the environment. */
export abstract class EnvironmentClients {
  abstract readonly registrar: EnvironmentCredentials;
  /** Absent if there is no administration API. */
  abstract readonly administrator?: EnvironmentCredentials & {
    /** Whether its secret was made at this start. */
    readonly isMade: boolean;
  };
}

/** What the operator decides about the addresses of callers. */
export abstract class AddressOptions {
  /** How they are kept. */
  abstract readonly addresses: 'none' | 'hashed' | 'plain';
}
