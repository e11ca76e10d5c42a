import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Client } from '../../clients/client.entity';
import { NEW_CLIENT_STATE } from '../../clients/client.factory';
import { ClientRepository } from '../../clients/client.repository';
import { ClientsService } from '../../clients/clients.service';
import { registrarMetadata } from '../../clients/registrar-metadata';
import { StaleClient } from '../../clients/stale-client';
import { RefusedOperation } from '../../core/errors/refused-operation';
import { type Fault, InvalidRegistration } from '../../core/errors/registration-errors';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import type { RegistrationTerms, RequestContext } from '../../core/request-context';
import { EventLogService } from '../../event-log/event-log.service';
import type { NewEvent } from '../../event-log/event-types';
import { UnitsOfWorkService } from '../../platform/database/units-of-work.service';
import { SecretVaultService, type StoredSecret } from '../../platform/secrets/secret-vault.service';
import { ClientCountRepository } from '../quotas/client-count.repository';
import { TokenPoliciesService } from '../policies/token-policies.service';
import { Registrar, stateOf } from './registrar.entity';
import { RegistrarRepository } from './registrar.repository';

/** What an operator decides about a new registrar. */
export interface NewRegistrar {
  readonly label: string;
  /** In seconds; without an end if absent. */
  readonly lifetime?: number;
  /** The name of a policy for its registrations, besides that of the mode. */
  readonly policy?: string;
  /** How many of its clients may exist at once. */
  readonly maxClients?: number;
  /** Where it publishes its keys, for `private_key_jwt`; it gets a secret if absent. */
  readonly jwks_uri?: string;
}

/** A registrar may not register clients now. The message is the reason, for the log; the response does not contain it. */
export class RegistrarRefused extends Error {
  override readonly name = 'RegistrarRefused';
}

/**
 * Registrars: clients that may obtain the scope `register`. They are made, listed and revoked here; the one of the
 * environment is not among them.
 */
@Injectable()
export class RegistrarsService {
  constructor(
    private readonly registrars: RegistrarRepository,
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
    private readonly units: UnitsOfWorkService,
    private readonly vault: SecretVaultService,
    private readonly policies: TokenPoliciesService,
    private readonly counts: ClientCountRepository,
    private readonly log: EventLogService,
  ) {}

  /**
   * Makes a registrar; gives it and its secret, of which only a hash is stored. It has no secret if it authenticates by
   * keys. Throws {@link RefusedOperation} if its policy does not exist or contradicts the others of its registrations, and for a
   * `jwks_uri` that no client may register.
   */
  async create(
    context: RequestContext,
    { label, lifetime, policy, maxClients, jwks_uri }: NewRegistrar,
  ): Promise<{ client_secret?: string; stored: Registrar }> {
    if (policy !== undefined) await this.policies.requireAttachable(policy);
    const { actor, at } = context;
    const client_id = uuidv7();
    const expires_at = lifetime === undefined ? null : new Date(at.getTime() + lifetime * 1000);
    const metadata = metadataWith(jwks_uri);
    const secret = jwks_uri === undefined ? this.secret(expires_at) : undefined;
    const stored = Object.assign(new Registrar(), {
      client_id,
      expires_at,
      revoked_at: null,
      created_at: at,
      details: {
        label,
        ...(policy !== undefined && { policy }),
        ...(maxClients !== undefined && { max_clients: maxClients }),
        ...(jwks_uri !== undefined && { jwks_uri }),
        created_by: actor,
      },
    } satisfies Registrar);
    const client = Object.assign(new Client(), {
      client_id,
      origin: 'registrar',
      metadata,
      client_secrets: secret ? [secret.kept] : [],
      registration_access_tokens: [],
      created_at: at,
      updated_at: at,
      ...NEW_CLIENT_STATE,
    } satisfies Client);
    if (maxClients !== undefined) await this.counts.begin({ column: 'registrar', id: client_id });
    await this.units.run(context, async (unit, contextOfUnit) => {
      this.registrars.insert(unit, stored);
      await this.writer.register(contextOfUnit, client);
      this.log.addTo(unit, context, { type: 'registrar.created', client_id, revision: 1, data: dataOf(stored) });
    });
    return { ...(secret && { client_secret: secret.client_secret }), stored };
  }

  /** All registrars that an operator made, the oldest first, whatever their state. */
  all(): AsyncGenerator<Registrar> {
    return this.registrars.all();
  }

  /** The registrar with this identifier, if an operator made one. */
  find(client_id: string): Promise<Registrar | undefined> {
    return this.registrars.find(client_id);
  }

  /**
   * Revokes a registrar and deletes its client: its tokens and credentials are refused from the next request on. The
   * clients that it registered stay. Gives whether that was done now.
   */
  async revoke(context: RequestContext, client_id: string): Promise<boolean> {
    for (;;) {
      const client = await this.clients.find(client_id);
      if (client?.origin !== 'registrar') return false;
      try {
        await this.units.run(context, async (unit, contextOfUnit) => {
          await this.writer.remove(contextOfUnit, client);
          this.registrars.revoke(unit, client_id, context.at);
          this.log.addTo(unit, context, await this.revocationOf(client));
        });
        return true;
      } catch (error) {
        if (!(error instanceof StaleClient)) throw error;
      }
    }
  }

  /**
   * What the operator decided about the registrations of a registrar. Throws {@link RegistrarRefused} if it is revoked or
   * has expired.
   */
  async termsOf({ at }: RequestContext, client_id: string): Promise<RegistrationTerms> {
    const stored = await this.registrars.find(client_id);
    const state = stored && stateOf(stored, at);
    if (!stored || state !== 'active')
      throw new RegistrarRefused(`the registrar ${client_id} is ${state ?? 'unknown'}`);
    const { policy, max_clients } = stored.details;
    return { ...(policy !== undefined && { policy }), ...(max_clients !== undefined && { maxClients: max_clients }) };
  }

  private async revocationOf({ client_id, revision }: Client): Promise<NewEvent> {
    const { label = '' } = (await this.registrars.find(client_id))?.details ?? {};
    return { type: 'registrar.revoked', client_id, revision: revision + 1, data: { label } };
  }

  /** Makes a secret that is valid until the registrar expires. */
  private secret(expires_at: Date | null): { client_secret: string; kept: StoredSecret } {
    const client_secret = this.vault.generate();
    const end = expires_at && { expires_at: Math.floor(expires_at.getTime() / 1000) };
    return { client_secret, kept: { ...this.vault.keep(client_secret), ...end } };
  }
}

/** What the log says about a new registrar. */
const dataOf = ({ expires_at, details }: Registrar) => {
  const { label, policy, max_clients, jwks_uri } = details;
  return {
    label,
    ...(expires_at && { expires_at: expires_at.toISOString() }),
    ...(policy !== undefined && { policy }),
    ...(max_clients !== undefined && { max_clients }),
    ...(jwks_uri !== undefined && { jwks_uri }),
  };
};

const metadataWith = (jwks_uri: string | undefined): StoredMetadata => {
  try {
    return jwks_uri === undefined
      ? registrarMetadata({ token_endpoint_auth_method: 'client_secret_post' })
      : registrarMetadata({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri });
  } catch (error) {
    throw error instanceof InvalidRegistration ? refusalOf(error.faults[0]) : error;
  }
};

const refusalOf = ({ member, rule, remedy }: Fault): RefusedOperation =>
  new RefusedOperation('invalid', member, remedy === undefined ? rule : `${rule}; ${remedy}`);
