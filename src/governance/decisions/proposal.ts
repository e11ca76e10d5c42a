import type { StatementOfClient } from '../../clients/client-lineage';
import type { Client } from '../../clients/client.entity';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import type { Caller } from '../../platform/http/caller';
import type { RegistrationPolicy } from '../policies/registration-policy';

type Members = Readonly<Record<string, unknown>>;

/** A client that is registered or updated once it is decided, in the metadata that it would have. */
export interface Proposal {
  readonly metadata: StoredMetadata;
  readonly policy: RegistrationPolicy;
  /** The client that is updated; absent for a registration. */
  readonly client?: Pick<Client, 'client_id' | 'initial_access_token' | 'registrar'>;
  /** The software statement, if there is one. */
  readonly statement: StatementOfClient | undefined;
  /** Whether nothing is stored, whatever the decision. */
  readonly isTrial: boolean;
  /** The caller that waits for the response. */
  readonly caller: Caller;
  /**
   * Gives the metadata after all these amendments to the request, which are validated like a request. Throws
   * `InvalidRegistration`.
   */
  readonly amended: (amendments: Members) => Promise<StoredMetadata>;
}
