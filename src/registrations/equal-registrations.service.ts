import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.entity';
import { ClientRepository } from '../clients/client.repository';
import { ValueTaken } from '../clients/reserved-values/value-taken';
import { Conflict } from '../core/errors/management-errors';
import { sha256OfParts } from '../core/hash/sha256';
import { canonicalJson } from '../core/json/canonical-json';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import type { ValidatedRequest } from '../registration-requests/registration-request.validator';

/** An equal registration has stored its client meanwhile. */
class EqualRegistrationStored extends Error {
  override readonly name = 'EqualRegistrationStored';
}

const MOST_ATTEMPTS = 10;

/**
 * Gives equal registrations of public clients one client, if `reuse_equal_registrations` of their policies says so. The
 * database stores one client for each hash, so there is one on any number of nodes.
 */
@Injectable()
export class EqualRegistrationsService {
  constructor(private readonly clients: ClientRepository) {}

  /**
   * The hash that equal registrations have; nothing if the request gets a client of its own: without the rule, if it is not
   * public, waits for approval, or uses up a software statement.
   */
  hashOf({ metadata, uses, policy }: ValidatedRequest): string | undefined {
    const { reuse_equal_registrations, require_approval } = policy?.rules ?? {};
    if (!policy || !reuse_equal_registrations || require_approval) return undefined;
    if (metadata.token_endpoint_auth_method !== 'none' || uses.once.length > 0 || uses.instance !== null)
      return undefined;
    const stored = Object.entries<unknown>(metadata).filter(([, value]) => value !== undefined);
    const content = canonicalJson(Object.fromEntries(stored));
    return content && sha256OfParts([policy.admitting.map(({ name }) => name), content]);
  }

  /** The client that an equal registration has stored; nothing if there is none, or without a hash. */
  async find(hash: string | undefined): Promise<Client | undefined> {
    return hash === undefined ? undefined : this.clients.findRegistered(hash);
  }

  /** Makes the unit, which stores a client with a hash, fail in such a way that {@link untilStored} starts again. */
  expectOthers(unit: UnitOfWork): void {
    unit.explainFailure((error) => (isHashTaken(error) ? new EqualRegistrationStored() : undefined));
  }

  /**
   * Runs a registration, and again if an equal one was stored meanwhile, whose client it then gets. Throws `Conflict` if such
   * clients are deleted again and again.
   */
  async untilStored<Result>(register: () => Promise<Result>): Promise<Result> {
    for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1)
      try {
        return await register();
      } catch (error) {
        if (!(error instanceof EqualRegistrationStored)) throw error;
      }
    throw new Conflict();
  }
}

const isHashTaken = (error: unknown): boolean => error instanceof ValueTaken && error.column === 'registration_hash';
