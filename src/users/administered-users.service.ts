import { Injectable } from '@nestjs/common';
import { RefusedOperation, UnknownResource } from '../core/errors/refused-operation';
import { requireReadable } from '../core/metadata/kinds/readable-reason';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import { type UserSummary, summaryOf } from './user-summary';
import type { User } from './user.entity';
import { UserRepository, type UserFilter } from './user.repository';
import { UsersService } from './users.service';

const PAGE = 200;

/** The people as an operator sees and manages them, over HTTP and by commands. */
@Injectable()
export class AdministeredUsersService {
  constructor(
    private readonly rows: UserRepository,
    private readonly users: UsersService,
    private readonly log: EventLogService,
  ) {}

  /** At most `most` people after this `sub`, ordered by it. Throws {@link RefusedOperation} for half a filter. */
  async page(filter: UserFilter, after: string, most: number): Promise<readonly UserSummary[]> {
    if (filter.upstream_subject !== undefined && filter.upstream === undefined)
      throw new RefusedOperation('invalid', 'upstream', 'must be given with upstream_subject; add it');
    return (await this.rows.after(after, most, filter)).map((user) => this.summaryOf(user));
  }

  /** All people of the filter, one after the other. */
  async *all(filter: UserFilter): AsyncGenerator<UserSummary> {
    let page: readonly UserSummary[];
    let after = '';
    do {
      page = await this.page(filter, after, PAGE);
      yield* page;
      after = page.at(-1)?.sub ?? after;
    } while (page.length === PAGE);
  }

  /** Throws {@link UnknownResource}. */
  async one(sub: string): Promise<UserSummary> {
    return this.summaryOf(await this.find(sub));
  }

  /**
   * Disables a person: sessions and grants end, from the next request on, on every node. `reason` is for the log. Throws
   * {@link UnknownResource}, and {@link RefusedOperation} for a person who is disabled.
   */
  async disable(context: RequestContext, sub: string, reason?: string): Promise<UserSummary> {
    if (reason !== undefined) requireReadable(reason);
    await this.find(sub);
    if (!(await this.users.disable(context, sub, reason))) throw alreadyDisabled();
    return this.one(sub);
  }

  /** Lets a person sign in again. Throws {@link UnknownResource}, and {@link RefusedOperation} for one who can. */
  async enable(context: RequestContext, sub: string): Promise<UserSummary> {
    await this.find(sub);
    if (!(await this.users.enable(context, sub))) throw alreadyEnabled();
    return this.one(sub);
  }

  /** Deletes a person and all that is kept of the person, except in the log of events. Throws {@link UnknownResource}. */
  async erase(context: RequestContext, sub: string): Promise<void> {
    await this.find(sub);
    if (!(await this.users.erase(context, sub))) throw unknownUser(sub);
  }

  /** All that is kept of a person, without secrets. The log notes who read it. Throws {@link UnknownResource}. */
  async export(context: RequestContext, sub: string): Promise<object> {
    const data = await this.users.export(sub);
    if (!data) throw unknownUser(sub);
    await this.log.append(context, { type: 'user.exported', data: { sub } });
    return data;
  }

  private async find(sub: string): Promise<User> {
    const user = await this.users.find(sub);
    if (!user) throw unknownUser(sub);
    return user;
  }

  private summaryOf(user: User): UserSummary {
    return summaryOf(user, this.users.labelOf(user));
  }
}

/** There is nobody with this `sub`. */
export const unknownUser = (sub: string): UnknownResource => new UnknownResource('user', sub, 'sub');

/** A user who is disabled cannot be disabled again. */
export const alreadyDisabled = (): RefusedOperation =>
  new RefusedOperation('conflict', undefined, 'the user must be active to be disabled; he or she cannot sign in now');

/** A user who is not disabled cannot be enabled. */
export const alreadyEnabled = (): RefusedOperation =>
  new RefusedOperation('conflict', undefined, 'the user must be disabled to be enabled; he or she can sign in now');
