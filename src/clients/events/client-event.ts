import type { Client } from '../client.entity';
import type { SweepRule } from './sweep-rule';

/** A client was registered (RFC 7591). */
interface ClientRegistered {
  readonly type: 'ClientRegistered';
  readonly client: Client;
}

/** The metadata of a client were replaced or patched (RFC 7592 section 2.2). */
interface ClientUpdated {
  readonly type: 'ClientUpdated';
  readonly client: Client;
  readonly before: Client;
  /** The names of the metadata members whose values changed. */
  readonly members: readonly string[];
  /** Whether a secret or a registration access token was issued, or is no longer valid. */
  readonly changesCredentials: boolean;
}

/** A client got a new secret on its request. */
interface ClientSecretRotated {
  readonly type: 'ClientSecretRotated';
  readonly client: Client;
  readonly before: Client;
}

/** The registration access tokens of a client were replaced. */
interface RegistrationTokensReplaced {
  readonly type: 'RegistrationTokensReplaced';
  readonly client: Client;
  readonly before: Client;
}

/** What the operator did to the status of a client. */
export type StatusEventType = 'ClientApproved' | 'ClientRejected' | 'ClientDisabled' | 'ClientEnabled';

/** The operator gave a client another status; `status_change` of the client has the reason. */
interface ClientStatusChanged {
  readonly type: StatusEventType;
  readonly client: Client;
  readonly before: Client;
}

/** A client authenticated. The event is not stored with the request: see `LastUsedTracker`. */
interface ClientUsed {
  readonly type: 'ClientUsed';
  readonly client: Pick<Client, 'client_id' | 'last_used_at'>;
}

/** A client was deleted. */
interface ClientDeleted {
  readonly type: 'ClientDeleted';
  readonly client: Client;
  /** The rule of its policies by which it was deleted; absent if somebody deleted it. */
  readonly sweep?: SweepRule;
}

/** The secrets of a client are stored in another form; they are the same as before. */
interface ClientSecretsConverted {
  readonly type: 'ClientSecretsConverted';
  readonly client_id: string;
}

/** The registrar of the environment was written, as at every start. */
interface RegistrarStored {
  readonly type: 'RegistrarStored';
  readonly client: Client;
  /** The registrar that was stored before; absent on a new database. */
  readonly before: Client | undefined;
  /** Whether the secret of the environment differs from the stored one. */
  readonly hasOtherSecret: boolean;
}

/** The administrator of the environment was written, as at every start. */
interface AdministratorStored {
  readonly type: 'AdministratorStored';
  readonly client: Client;
  /** The administrator that was stored before; absent if there was none. */
  readonly before: Client | undefined;
  /** Whether the secret of the environment differs from the stored one. */
  readonly hasOtherSecret: boolean;
  /** Whether the secret was made at this start, outside production: no operator changed it. */
  readonly isMade: boolean;
}

/** The document of a client without a row has other content than before, or the operator decided whether users are asked. */
interface ClientDocumentChanged {
  readonly type: 'ClientDocumentChanged';
  readonly client: Client;
  readonly before: Client;
  /** Whether a key that authenticated the client is not among its keys any more. */
  readonly withdrawsKeys: boolean;
}

/**
 * A change of a client. Its clients contain keyed hashes and sealed secrets, which a listener must not pass on. No
 * event contains a secret in the clear.
 */
export type ClientEvent =
  | ClientRegistered
  | ClientUpdated
  | ClientSecretRotated
  | RegistrationTokensReplaced
  | ClientStatusChanged
  | ClientUsed
  | ClientDeleted
  | ClientSecretsConverted
  | ClientDocumentChanged
  | RegistrarStored
  | AdministratorStored;
