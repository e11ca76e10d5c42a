import { Injectable, Logger } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { ClientRepository } from '../../clients/client.repository';
import { ClientsService } from '../../clients/clients.service';
import { StaleClient } from '../../clients/stale-client';
import { InvalidRegistrationToken, InvalidToken } from '../../core/errors/errors';
import type { RequestContext } from '../../core/request-context';
import { KeyRing } from '../../platform/secrets/key-ring';
import { SecretVaultService } from '../../platform/secrets/secret-vault.service';
import type { SucceedingToken } from '../../registrations/client-updates.service';
import { ClientConfigurationOptions } from './client-configuration-options';

/** A client and the registration access token that was presented; none if an access token of the client was. */
export interface ManagedClient {
  readonly client: Client;
  readonly registration_access_token?: string;
}

const FINGERPRINT_LENGTH = 14;
/** The most successors that are valid before their first use: their responses may have been lost. */
const MOST_UNUSED = 4;

/** Registration access tokens (RFC 7592 section 3): which client they open, how they succeed each other. */
@Injectable()
export class RegistrationTokensService {
  private readonly logger = new Logger('registration');

  constructor(
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
    private readonly vault: SecretVaultService,
    private readonly ring: KeyRing,
    private readonly options: ClientConfigurationOptions,
  ) {}

  /**
   * The current state of the client that a token manages. The first use of a token ends all older ones of its client.
   * Throws {@link InvalidRegistrationToken}, the same for a token of another client and for an unknown client: neither
   * the words nor the time show which.
   */
  async open(context: RequestContext, client_id: string, registration_access_token: string): Promise<ManagedClient> {
    for (;;) {
      const client = await this.clients.find(client_id);
      const at = this.vault.find(registration_access_token, client?.registration_access_tokens);
      if (!client || at < 0) throw this.refused(context, client_id, registration_access_token);
      const proven = { ...context, actor: { type: 'registration_access_token', client_id } as const };
      if (!(await this.writer.touch(proven, client))) throw this.refused(context, client_id, registration_access_token);
      const valid = client.registration_access_tokens.slice(0, at + 1);
      if (valid.length === client.registration_access_tokens.length) return { client, registration_access_token };
      try {
        const changed = await this.writer.replaceRegistrationTokens(proven, client, valid);
        return { client: changed, registration_access_token };
      } catch (error) {
        if (!(error instanceof StaleClient)) throw error;
      }
    }
  }

  /** Reads a managed client again, by the same credential. Throws {@link InvalidToken}. */
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
   * The token in the response to an update: the presented one, or a new one beside it if the operator rotates them. The
   * presented one stays valid until a newer one is used, so that a lost response locks no client out. A caller with an
   * access token gets none.
   */
  successor({ client, registration_access_token }: ManagedClient): SucceedingToken {
    const { registration_access_tokens } = client;
    if (registration_access_token === undefined) return { registration_access_tokens };
    if (!this.options.rotatesRegistrationTokens) return { registration_access_token, registration_access_tokens };
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
