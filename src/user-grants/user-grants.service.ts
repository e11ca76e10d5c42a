import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { type UnitHolder, UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { AccessRulesService } from '../users/access-rules.service';
import { UsersService } from '../users/users.service';
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
    private readonly users: UsersService,
    private readonly rules: AccessRulesService,
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

  /** The grant with this id if it was not revoked and has not expired. Reads of one turn of the event loop share a query. */
  async find(id: string): Promise<UserGrant | undefined> {
    const grant = await this.grants.find(id);
    return grant && hasNotEnded(grant) ? grant : undefined;
  }

  /** Whether the tokens of a grant are valid: it has not ended, and its person is permitted what it is for. */
  async isAlive(id: string): Promise<boolean> {
    const grant = await this.find(id);
    return grant !== undefined && (await this.ruleAgainst(grant)) === undefined;
  }

  /** The rule by which the person of a grant may not use its resources any more; `undefined` if there is none. */
  async ruleAgainst({ sub, resources }: UserGrant): Promise<string | undefined> {
    const user = await this.users.find(sub);
    if (!user) return 'erased';
    const judgement = this.rules.judge(user, resources);
    return judgement.allowed ? undefined : judgement.rule;
  }

  /** Ends a grant whose person may not use its resources any more. Gives the rule, or `undefined` if all is well. */
  async endIfForbidden(context: RequestContext, grant: UserGrant): Promise<string | undefined> {
    const rule = await this.ruleAgainst(grant);
    if (rule !== undefined) await this.revoke(context, grant.id, 'not_permitted');
    return rule;
  }

  /** The grants of a user that have not ended, the oldest first. */
  async ofUser(sub: string): Promise<readonly UserGrant[]> {
    return this.all({ sub });
  }

  /** The grants of a client that have not ended, the oldest first: a page of those after the id. */
  async ofClient(client_id: string, { after = '', most = PAGE } = {}): Promise<readonly UserGrant[]> {
    return (await this.grants.after({ client_id }, after, most)).filter(hasNotEnded);
  }

  /** Ends a grant. Returns whether it had not ended before; nothing happens otherwise. */
  async revoke(context: RequestContext & UnitHolder, id: string, because: GrantEnd): Promise<boolean> {
    const grant = await this.grants.find(id);
    if (!grant || !hasNotEnded(grant)) return false;
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

  /** Ends all grants of an owner in a unit. */
  endAllOf(unit: UnitOfWork, context: RequestContext, owner: GrantOwner, because: GrantEnd): void {
    unit.addStep((manager) => this.endAllWithin(manager, context, owner, because));
  }

  /** Ends all grants of an owner in a transaction; there is an event if there are any. */
  async endAllWithin(
    manager: EntityManager,
    context: RequestContext,
    owner: GrantOwner,
    because: GrantEnd,
  ): Promise<void> {
    const count = await this.grants.revokeAll(manager, owner, because, new Date());
    if (count === 0) return;
    const { sub, client_id } = owner;
    const data = { ...(sub !== undefined && { sub }), count, reason: because };
    const about = client_id === undefined ? {} : { client_id };
    await this.log.addWithin(manager, context, { type: 'grants.revoked', ...about, data });
  }

  private end(unit: UnitOfWork, context: RequestContext, { id, sub, client_id }: UserGrant, because: GrantEnd): void {
    this.grants.revoke(unit, { id, because, at: new Date() });
    this.log.addTo(unit, context, { type: 'grant.revoked', client_id, data: { grant: id, sub, reason: because } });
  }

  /** The grants that end because of a new one, so that no client collects them without end. */
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
      alive.push(...page.filter(hasNotEnded));
      after = page.at(-1)?.id ?? after;
    } while (page.length === PAGE);
    return alive;
  }
}

const hasNotEnded = ({ revoked_at, expires_at }: UserGrant): boolean =>
  revoked_at === null && expires_at.getTime() > Date.now();

const byLastUse = (one: UserGrant, other: UserGrant): number =>
  one.last_used_at.getTime() - other.last_used_at.getTime();
