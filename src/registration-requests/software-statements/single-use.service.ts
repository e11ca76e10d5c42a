import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { QueryFailedError } from 'typeorm';
import { ClientRepository } from '../../clients/client.repository';
import { sha256OfParts } from '../../core/hash/sha256';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import { UsedIdStore } from '../../platform/replay/used-id.store';
import type { VerifiedStatement } from './software-statements.service';
import { invalidSoftwareStatement, unapprovedSoftwareStatement } from '../../core/errors/refusals';
import { invalidRequestJwt } from './statement-errors';

/** A JWT that may be used once. */
interface UsedOnce {
  readonly id: string;
  /** How long it is accepted, in seconds since 1970. */
  readonly until: number;
  readonly is: 'statement' | 'request';
}

/** What a registration with a software statement uses up. */
export interface SingleUse {
  readonly once: readonly UsedOnce[];
  /** The software that may be registered once at a time. */
  readonly instance: string | null;
}

export const NO_SINGLE_USE: SingleUse = { once: [], instance: null };

/** What may still be accepted after its `exp`. */
const LEEWAY_SECONDS = 60;

/**
 * The single use of a JWT that has a `jti`, which is its own among those of its signer only: a `jti` that one piece of
 * software used is not used up for another. None without: such a statement is for all installations of the software.
 */
const usedOnce = (
  { jti, exp = Infinity }: JWTPayload,
  is: UsedOnce['is'],
  signer: readonly unknown[],
): SingleUse['once'] =>
  jti === undefined ? [] : [{ id: sha256OfParts([...signer, jti]), until: exp + LEEWAY_SECONDS, is }];

/** The single use of what a trusted issuer signed: a software statement, or a request as a whole. */
export const issuedOnce = ({ by, claims }: VerifiedStatement, is: UsedOnce['is']): SingleUse['once'] =>
  usedOnce(claims, is, [by.issuer]);

/** The single use of a request with these claims, signed by the software of a verified statement. */
export const requestUsedOnce = (
  claims: JWTPayload,
  { by, claims: { software_id = null } }: VerifiedStatement,
): SingleUse['once'] => usedOnce(claims, 'request', [by.issuer, software_id]);

/** The software that an issuer lets be registered once at a time, by its `software_id` and `software_version`. */
export const instanceOf = ({ by, claims }: VerifiedStatement): string | null => {
  const { software_id, software_version = null } = claims;
  return by.single_instance && typeof software_id === 'string'
    ? sha256OfParts([by.issuer, software_id, software_version])
    : null;
};

/** Makes sure, across all nodes, that what may be used once is used once. */
@Injectable()
export class SingleUseService {
  constructor(
    private readonly usedIds: UsedIdStore,
    private readonly clients: ClientRepository,
  ) {}

  /** Throws `InvalidRegistration` for what is used up already; changes nothing. A trial, and the first check of a registration. */
  async check({ once, instance }: SingleUse, client_id?: string): Promise<void> {
    const used = await Promise.all(once.map(({ id }) => this.usedIds.has('software-statement', id)));
    const first = once[used.indexOf(true)];
    if (first) throw usedBefore(first);
    if (instance === null) return;
    const registered = await this.clients.findInstance(instance);
    if (registered && registered.client_id !== client_id) throw registeredBefore();
  }

  /**
   * Adds what a registration uses up to its unit: the client, which is stored with `uses.instance` as its
   * `software_instance`, is committed with it or not at all. The unit fails with `InvalidRegistration` if another
   * request was faster.
   */
  consume(unit: UnitOfWork, { once, instance }: SingleUse): void {
    for (const one of once)
      this.usedIds.addTo(unit, { purpose: 'software-statement', id: one.id, until: one.until }, () => usedBefore(one));
    if (instance !== null) unit.explainFailure((error) => (isInstanceTaken(error) ? registeredBefore() : undefined));
  }
}

const usedBefore = ({ is }: UsedOnce): Error =>
  is === 'statement'
    ? invalidSoftwareStatement('must be used once only', 'obtain a new statement with a jti of its own')
    : invalidRequestJwt('must be used once only', 'sign a new one with a jti of its own');

const registeredBefore = (): Error =>
  unapprovedSoftwareStatement(
    'must be about software that is not registered yet',
    'update or delete its client, or ask the operator to delete it',
  );

/** Both databases name the column or its index in the message. */
const isInstanceTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError && error.message.includes('software_instance');
