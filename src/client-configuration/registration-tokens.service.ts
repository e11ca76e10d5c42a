import { Injectable, Logger } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import { ClientRepository } from '../clients/client.repository';
import { LastUsedTracker } from '../clients/last-used.tracker';
import { InvalidRegistrationToken, InvalidToken } from '../core/errors/errors';
import type { RequestContext } from '../core/request-context';
import { Environment } from '../platform/config/environment';
import { KeyRing } from '../platform/secrets/key-ring';
import { SecretVault, type StoredSecret } from '../platform/secrets/secret-vault';

/** A client and the registration access token that opened it; none where an access token of the client did. */
export interface ManagedClient {
  readonly client: Client;
  readonly registration_access_token?: string;
}

/** The token that an update answers, and what is kept of all that are valid then. */
export interface SucceedingToken {
  readonly registration_access_token?: string;
  readonly registration_access_tokens: StoredSecret[];
}

const FINGERPRINT_LENGTH = 14;
/** So many successors may wait for their first use, should their answers have been lost. */
const MOST_UNUSED = 4;

/** Registration access tokens (RFC 7592 section 3): which client they open, how they succeed each other. */
@Injectable()
export class RegistrationTokensService {
  private readonly logger = new Logger('registration');

  constructor(
    private readonly clients: ClientRepository,
    private readonly lastUse: LastUsedTracker,
    private readonly vault: SecretVault,
    private readonly ring: KeyRing,
    private readonly environment: Environment,
  ) {}

  /**
   * The client that a token opens, as it stands now. The first use of a token ends all older ones of its client. Throws
   * {@link InvalidRegistrationToken}, alike for a token of another client and for a client that is not there: neither the words nor
   * the work tell which.
   */
  async open(context: RequestContext, client_id: string, registration_access_token: string): Promise<ManagedClient> {
    for (;;) {
      const client = await this.clients.find(client_id);
      const at = this.vault.find(registration_access_token, client?.registration_access_tokens);
      if (!client || at < 0) throw this.refused(context, client_id, registration_access_token);
      this.lastUse.note(client);
      const valid = client.registration_access_tokens.slice(0, at + 1);
      if (valid.length === client.registration_access_tokens.length) return { client, registration_access_token };
      const changed = await this.clients.change(client, { registration_access_tokens: valid });
      if (changed) return { client: changed, registration_access_token };
    }
  }

  /** What opened a client, tried again on the latest state. Throws {@link InvalidToken}. */
  async reopen(
    context: RequestContext,
    { client: { client_id }, registration_access_token }: ManagedClient,
  ): Promise<ManagedClient> {
    if (registration_access_token !== undefined) return this.open(context, client_id, registration_access_token);
    const client = await this.clients.findActive(client_id);
    if (!client) throw new InvalidToken({ realm: context.issuer.identifier }, new Error('its client is gone'));
    return { client };
  }

  /**
   * The token that an update answers: the presented one, or a new one beside it where the operator rotates them. The
   * presented one stays valid until a newer one is used, so that a lost answer locks nobody out. Who came with an access
   * token gets none.
   */
  successor({ client, registration_access_token }: ManagedClient): SucceedingToken {
    const { registration_access_tokens } = client;
    if (registration_access_token === undefined) return { registration_access_tokens };
    if (this.environment.REGISTRATION_TOKEN_ROTATION === 'never')
      return { registration_access_token, registration_access_tokens };
    const fresh = this.vault.generate();
    const kept = [this.vault.keep(fresh), ...registration_access_tokens];
    kept.splice(MOST_UNUSED, kept.length - MOST_UNUSED - 1);
    return { registration_access_token: fresh, registration_access_tokens: kept };
  }

  /** Records the misuse. The fingerprint begins the stored hash of the token, so that its owner can be looked up. */
  private refused({ issuer }: RequestContext, client_id: string, token: string): InvalidRegistrationToken {
    const fingerprint = this.ring.hash(token).slice(0, FINGERPRINT_LENGTH);
    this.logger.warn({ event: 'registration_access_token_refused', client_id, fingerprint });
    return new InvalidRegistrationToken(
      { realm: issuer.identifier },
      new Error('no registration access token of this client'),
    );
  }
}
