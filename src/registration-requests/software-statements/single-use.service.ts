import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { ClientRepository } from '../../clients/client.repository';
import { ValueTaken } from '../../clients/reserved-values/value-taken';
import { sha256OfParts } from '../../core/hash/sha256';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import { UsedIdStore } from '../../platform/replay/used-id.store';
import type { VerifiedStatement } from './software-statements.service';
import { invalidSoftwareStatement, unapprovedSoftwareStatement } from '../../core/errors/refusals';
import { invalidRequestJwt } from './statement-errors';

/** A JWT that may be used once. */
interface SingleUseJwt {
  readonly id: string;
  /** How long it is accepted, in seconds since 1970. */
  readonly until: number;
  readonly is: 'statement' | 'request';
}

/** What a registration with a software statement uses up. */
export interface SingleUse {
  readonly once: readonly SingleUseJwt[];
  /** The software that may be registered once at a time. */
  readonly instance: string | null;
}

export const NO_SINGLE_USE: SingleUse = { once: [], instance: null };

/** How long a JWT may still be accepted after its `exp`. */
const LEEWAY_SECONDS = 60;

/**
 * The JWT, if it has a `jti`, by an identifier of its own. A `jti` is unique among those of its signer only: a `jti` of
 * one piece of software does not use up the same `jti` of another. A JWT without `jti` may be used by all installations
 * of the software.
 */
const jwtsOf = (
  { jti, exp = Infinity }: JWTPayload,
  is: SingleUseJwt['is'],
  signer: readonly unknown[],
): SingleUse['once'] =>
  jti === undefined ? [] : [{ id: sha256OfParts([...signer, jti]), until: exp + LEEWAY_SECONDS, is }];

/** The JWT that a trusted issuer signed: a software statement, or a request as a whole. */
export const singleUseOfIssued = ({ by, claims }: VerifiedStatement, is: SingleUseJwt['is']): SingleUse['once'] =>
  jwtsOf(claims, is, [by.issuer]);

/** The request with these claims, signed by the software of a verified statement. */
export const singleUseOfRequest = (
  claims: JWTPayload,
  { by, claims: { software_id = null } }: VerifiedStatement,
): SingleUse['once'] => jwtsOf(claims, 'request', [by.issuer, software_id]);

/** The software, by its `software_id` and `software_version`, if its issuer permits one client of it at a time. */
export const instanceOf = ({ by, claims }: VerifiedStatement): string | null => {
  const { software_id, software_version = null } = claims;
  return by.single_instance && typeof software_id === 'string'
    ? sha256OfParts([by.issuer, software_id, software_version])
    : null;
};

/**
 * Ensures across all nodes that a single-use JWT is used once, and that software is registered once at a time if its
 * issuer limits it.
 */
@Injectable()
export class SingleUseService {
  constructor(
    private readonly usedIds: UsedIdStore,
    private readonly clients: ClientRepository,
  ) {}

  /**
   * Throws `InvalidRegistration` if something is used up already; changes nothing. For trials, and for the first check
   * of a registration.
   */
  async check({ once, instance }: SingleUse, client_id?: string): Promise<void> {
    const used = await Promise.all(once.map(({ id }) => this.usedIds.has('software-statement', id)));
    const first = once[used.indexOf(true)];
    if (first) throw usedBefore(first);
    if (instance === null) return;
    const holder = await this.clients.findInstance(instance);
    if (holder && holder.client_id !== client_id) throw registeredBefore();
  }

  /**
   * Adds the identifiers that a registration uses up to its unit of work, so that they are committed with the client,
   * which is stored with `instance` as its `software_instance`. The unit fails with `InvalidRegistration` if another
   * request used one of them first.
   */
  consume(unit: UnitOfWork, { once, instance }: SingleUse): void {
    for (const one of once)
      this.usedIds.addTo(unit, { purpose: 'software-statement', id: one.id, until: one.until }, () => usedBefore(one));
    if (instance !== null) unit.explainFailure((error) => (isInstanceTaken(error) ? registeredBefore() : undefined));
  }
}

const usedBefore = ({ is }: SingleUseJwt): Error =>
  is === 'statement'
    ? invalidSoftwareStatement('must be used once only', 'obtain a new statement with a jti of its own')
    : invalidRequestJwt('must be used once only', 'sign a new one with a jti of its own');

const registeredBefore = (): Error =>
  unapprovedSoftwareStatement(
    'must be about software that is not registered yet',
    'update or delete its client, or ask the operator to delete it',
  );

const isInstanceTaken = (error: unknown): boolean =>
  error instanceof ValueTaken && error.column === 'software_instance';
