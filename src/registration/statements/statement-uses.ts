import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { JWTPayload } from 'jose';
import { type EntityManager, QueryFailedError, Repository } from 'typeorm';
import { Client } from '../../clients/client.entity';
import { ExpiringSet } from '../../expiry/expiring-set';
import type { Vouched } from './software-statements';
import { invalidSoftwareStatement, unapprovedSoftwareStatement } from './statement-errors';

/** What a registration with a software statement uses up. */
export interface Uses {
  /** Identifiers of JWTs that are good for one use, and how long they are accepted, in seconds since 1970. */
  readonly once: readonly { readonly id: string; readonly until: number }[];
  /** The software that may be registered once at a time. */
  readonly instance: string | null;
}

export const NO_USES: Uses = { once: [], instance: null };

/** What may still be accepted after its `exp`. */
const LEEWAY_SECONDS = 60;

/** The single use of a JWT that has a `jti`. None without: such a statement is for all installations of the software. */
export const usedOnce = ({ iss = '', jti, exp = Infinity }: JWTPayload): Uses['once'] =>
  jti === undefined ? [] : [{ id: digest([iss, jti]), until: exp + LEEWAY_SECONDS }];

/** The software that an issuer lets be registered once at a time, by its `software_id` and `software_version`. */
export const instanceOf = ({ by, claims }: Vouched): string | null => {
  const { software_id, software_version = null } = claims;
  return by.single_instance && typeof software_id === 'string'
    ? digest([by.issuer, software_id, software_version])
    : null;
};

const digest = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** Sees to it, across all nodes, that what may be used once is used once. */
@Injectable()
export class StatementUses {
  constructor(
    private readonly expiring: ExpiringSet,
    @InjectRepository(Client) private readonly clients: Repository<Client>,
  ) {}

  /** Refuses what is used up already, and changes nothing: for the dry run, and to be quick about it. */
  async check({ once, instance }: Uses, client_id?: string): Promise<void> {
    const used = await Promise.all(once.map(({ id }) => this.expiring.has('software-statement', id)));
    if (used.includes(true)) throw usedBefore();
    if (instance === null) return;
    const registered = await this.clients.findOneBy({ software_instance: instance });
    if (registered && registered.client_id !== client_id) throw registeredBefore();
  }

  /**
   * Runs `write`, which stores the client with `uses.instance` as its `software_instance` and calls `spend`, if there is
   * anything to spend, in the same transaction: either the client is stored and all is used up, or neither. Throws `InvalidRegistration` when some
   * other request was faster.
   */
  async settle<Result>(
    { once }: Uses,
    write: (spend?: (manager: EntityManager) => Promise<void>) => Promise<Result>,
  ): Promise<Result> {
    const spend = async (manager: EntityManager): Promise<void> => {
      for (const { id, until } of once)
        if (!(await this.expiring.addWithin(manager, 'software-statement', id, until))) throw usedBefore();
    };
    try {
      return await write(once.length > 0 ? spend : undefined);
    } catch (error) {
      throw isInstanceTaken(error) ? registeredBefore() : error;
    }
  }
}

const usedBefore = (): Error =>
  invalidSoftwareStatement('must be used once only', 'obtain a new statement with a jti of its own');

const registeredBefore = (): Error =>
  unapprovedSoftwareStatement(
    'must be about software that is not registered yet',
    'update or delete its client, or ask the operator to delete it',
  );

/** Both databases name the column or its index in the message. */
const isInstanceTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError && error.message.includes('software_instance');
