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
import type { RegistrationRequest, StoredMetadata } from '../../core/metadata/client-metadata';
import type { RegistrationTerms, RequestContext } from '../../core/request-context';
import { EventLogService } from '../../event-log/event-log.service';
import type { NewEvent } from '../../event-log/event-types';
import { UnitsOfWorkService } from '../../platform/database/units-of-work.service';
import { isLive, SecretVaultService, type StoredSecret } from '../../platform/secrets/secret-vault.service';
import { ClientCountRepository } from '../quotas/client-count.repository';
import { TokenPoliciesService } from '../policies/token-policies.service';
import { Registrar, stateOf } from './registrar.entity';
import { unknownRegistrar } from './registrar-list.service';
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
  /** Its public keys, instead of `jwks_uri`. */
  readonly jwks?: NonNullable<RegistrationRequest['jwks']>;
}

/** A new secret of a registrar, and when it expires, in seconds since 1970; never if absent. */
export interface NewSecret {
  readonly client_secret: string;
  readonly expires_at?: number;
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
   * keys. Throws {@link RefusedOperation} if its policy does not exist or contradicts the others of its registrations, and for
   * keys that no client may register.
   */
  async create(
    context: RequestContext,
    { label, lifetime, policy, maxClients, ...keys }: NewRegistrar,
  ): Promise<{ client_secret?: string; stored: Registrar }> {
    if (policy !== undefined) await this.policies.requireAttachable(policy);
    const { actor, at } = context;
    const client_id = uuidv7();
    const expires_at = lifetime === undefined ? null : new Date(at.getTime() + lifetime * 1000);
    const metadata = metadataWith(keys);
    const secret = metadata.token_endpoint_auth_method === 'private_key_jwt' ? undefined : this.secret(expires_at);
    const stored = Object.assign(new Registrar(), {
      client_id,
      expires_at,
      revoked_at: null,
      created_at: at,
      details: {
        label,
        ...(policy !== undefined && { policy }),
        ...(maxClients !== undefined && { max_clients: maxClients }),
        ...(metadata.jwks_uri !== undefined && { jwks_uri: metadata.jwks_uri }),
        ...(keys.jwks !== undefined && metadata.jwks !== undefined && { jwks: metadata.jwks }),
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
   * The registrar with this identifier, which has a secret. Throws {@link RefusedOperation} if there is no such registrar,
   * and if it is revoked or authenticates by keys.
   */
  async requireSecret(client_id: string): Promise<{ readonly stored: Registrar; readonly client: Client }> {
    const stored = await this.registrars.find(client_id);
    if (!stored) throw unknownRegistrar(client_id);
    const client = await this.clients.find(client_id);
    if (!client || client.client_secrets.length === 0) throw hasNoSecret();
    return { stored, client };
  }

  /**
   * Gives a registrar a new secret; the newest of the old ones stays valid for `overlap` seconds. Gives the secret, and
   * when it expires, in seconds since 1970. Throws what {@link requireSecret} throws.
   */
  async rotateSecret(context: RequestContext, client_id: string, overlap: number): Promise<NewSecret> {
    for (;;) {
      const { stored, client } = await this.requireSecret(client_id);
      const { client_secret, kept } = this.secret(stored.expires_at);
      try {
        await this.writer.rotateSecret(context, client, [kept, ...ending(client.client_secrets, context.at, overlap)]);
        return { client_secret, ...(kept.expires_at !== undefined && { expires_at: kept.expires_at }) };
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

/** The registrar has no secret that could be replaced. */
export const hasNoSecret = (): RefusedOperation =>
  new RefusedOperation(
    'conflict',
    undefined,
    'the registrar must have a secret; one that is revoked has none, nor has one that authenticates by keys',
  );

/** The newest of some secrets, valid for so many more seconds at most; nothing for 0. */
const ending = ([newest]: readonly StoredSecret[], at: Date, overlap: number): readonly StoredSecret[] => {
  if (!newest || overlap === 0 || !isLive(newest)) return [];
  const end = Math.floor(at.getTime() / 1000) + overlap;
  return [{ ...newest, expires_at: Math.min(newest.expires_at ?? Infinity, end) }];
};

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

const metadataWith = (keys: Pick<NewRegistrar, 'jwks' | 'jwks_uri'>): StoredMetadata => {
  const hasKeys = keys.jwks !== undefined || keys.jwks_uri !== undefined;
  try {
    return registrarMetadata({
      token_endpoint_auth_method: hasKeys ? 'private_key_jwt' : 'client_secret_post',
      ...keys,
    });
  } catch (error) {
    throw error instanceof InvalidRegistration ? refusalOf(error.faults[0]) : error;
  }
};

const refusalOf = ({ member, rule, remedy }: Fault): RefusedOperation =>
  new RefusedOperation('invalid', member, remedy === undefined ? rule : `${rule}; ${remedy}`);
