import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { type UnitHolder, UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { codeRow, grantRow, type NewGrant } from './new-grant';
import { codeText } from './token-text';
import type { GrantEnd, UserGrant } from './user-grant.entity';
import { type GrantOwner, UserGrantRepository } from './user-grant.repository';

/** How many grants a user has for one client; more end the one that was not used for longest. */
const MOST_OF_ONE_CLIENT = 20;
const PAGE = 500;

/** The grants: what people authorized clients to do. All tokens of a grant end with it, on every node. */
@Injectable()
export class UserGrantsService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly grants: UserGrantRepository,
    private readonly log: EventLogService,
    private readonly vault: SecretVaultService,
    private readonly ring: KeyRing,
  ) {}

  /**
   * Stores a grant with its authorization code, in the unit of the context or in one of its own. Returns the code, of which
   * only a keyed hash is stored.
   */
  create(context: RequestContext & UnitHolder, wanted: NewGrant): Promise<{ code: string; grant_id: string }> {
    return this.units.run(context, async (unit) => {
      const grant = grantRow(wanted, new Date());
      const code = codeText(grant.id, this.vault.generate());
      this.grants.insert(unit, grant, codeRow(grant, wanted, this.ring.hash(code)));
      const { client_id, sub, resources, scope } = grant;
      this.log.addTo(unit, context, {
        type: 'grant.created',
        client_id,
        data: { grant: grant.id, sub, resources, scope },
      });
      for (const old of await this.excess(grant)) this.end(unit, context, old, 'replaced');
      return { code, grant_id: grant.id };
    });
  }

  /** The grant with this id if its tokens are valid. Reads of one turn of the event loop share a query. */
  async findAlive(id: string): Promise<UserGrant | undefined> {
    const grant = await this.grants.find(id);
    return grant && isAlive(grant) ? grant : undefined;
  }

  /** Whether the tokens of a grant are valid: see {@link findAlive}. */
  async isAlive(id: string): Promise<boolean> {
    return (await this.findAlive(id)) !== undefined;
  }

  /** The grants of a user that are alive, the oldest first. */
  async ofUser(sub: string): Promise<readonly UserGrant[]> {
    return this.all({ sub });
  }

  /** The grants of a client that are alive, the oldest first: a page of those after the id. */
  async ofClient(client_id: string, { after = '', most = PAGE } = {}): Promise<readonly UserGrant[]> {
    return (await this.grants.after({ client_id }, after, most)).filter(isAlive);
  }

  /** Ends a grant. Returns whether it was alive; nothing happens otherwise. */
  async revoke(context: RequestContext & UnitHolder, id: string, because: GrantEnd): Promise<boolean> {
    const grant = await this.grants.find(id);
    if (!grant || !isAlive(grant)) return false;
    await this.units.run(context, (unit) => {
      this.end(unit, context, grant, because);
    });
    return true;
  }

  /** Ends all grants of an owner, in the unit of the context or in one of its own. */
  async revokeAllOf(context: RequestContext & UnitHolder, owner: GrantOwner, because: GrantEnd): Promise<void> {
    await this.units.run(context, (unit) => {
      this.endAllOf(unit, context, owner, because);
    });
  }

  /** Ends all grants of an owner in a unit; there is an event if there are any. */
  endAllOf(
    unit: UnitOfWork,
    context: RequestContext,
    { sub, client_id, session }: GrantOwner,
    because: GrantEnd,
  ): void {
    const owner = { ...(sub !== undefined && { sub }), ...(client_id !== undefined && { client_id }) };
    unit.addStep(async (manager) => {
      const which = { ...owner, ...(session !== undefined && { session }) };
      const count = await this.grants.revokeAll(manager, which, because, new Date());
      if (count === 0) return;
      const data = { ...(sub !== undefined && { sub }), count, reason: because };
      const about = client_id === undefined ? {} : { client_id };
      await this.log.addWithin(manager, context, { type: 'grants.revoked', ...about, data });
    });
  }

  private end(unit: UnitOfWork, context: RequestContext, { id, sub, client_id }: UserGrant, because: GrantEnd): void {
    this.grants.revoke(unit, { id, because, at: new Date() });
    this.log.addTo(unit, context, { type: 'grant.revoked', client_id, data: { grant: id, sub, reason: because } });
  }

  /** The grants that make room for a new one, so that no client collects them without end. */
  private async excess({ sub, client_id }: UserGrant): Promise<readonly UserGrant[]> {
    const grants = (await this.all({ sub, client_id })).sort(byLastUse);
    return grants.slice(0, Math.max(0, grants.length + 1 - MOST_OF_ONE_CLIENT));
  }

  private async all(owner: GrantOwner): Promise<UserGrant[]> {
    const alive: UserGrant[] = [];
    let page: UserGrant[];
    let after = '';
    do {
      page = await this.grants.after(owner, after, PAGE);
      alive.push(...page.filter(isAlive));
      after = page.at(-1)?.id ?? after;
    } while (page.length === PAGE);
    return alive;
  }
}

const isAlive = ({ revoked_at, expires_at }: UserGrant): boolean =>
  revoked_at === null && expires_at.getTime() > Date.now();

const byLastUse = (one: UserGrant, other: UserGrant): number =>
  one.last_used_at.getTime() - other.last_used_at.getTime();
