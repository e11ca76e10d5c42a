import { Injectable } from '@nestjs/common';
import { UnknownResource } from '../core/errors/refused-operation';
import type { RequestContext } from '../core/request-context';
import { type GrantSummary, summaryOf } from './grant-summary';
import type { UserGrant } from './user-grant.entity';
import { UserGrantRepository } from './user-grant.repository';
import { UserGrantsService } from './user-grants.service';

/** Whose grants: both have to fit if both are given. */
export interface GrantFilter {
  readonly sub?: string;
  readonly client_id?: string;
}

const PAGE = 200;

/** The grants as an operator sees and ends them, over HTTP and by commands. */
@Injectable()
export class AdministeredGrantsService {
  constructor(
    private readonly rows: UserGrantRepository,
    private readonly grants: UserGrantsService,
  ) {}

  /** At most `most` grants after this id, the oldest first, also those that have ended and are not deleted yet. */
  async page(filter: GrantFilter, after: string, most: number): Promise<readonly GrantSummary[]> {
    const now = new Date();
    return (await this.rows.after(filter, after, most)).map((grant) => summaryOf(grant, now));
  }

  /** All grants of the filter, one after the other, the oldest first. */
  async *all(filter: GrantFilter): AsyncGenerator<GrantSummary> {
    let page: readonly GrantSummary[];
    let after = '';
    do {
      page = await this.page(filter, after, PAGE);
      yield* page;
      after = page.at(-1)?.id ?? after;
    } while (page.length === PAGE);
  }

  /** Throws {@link UnknownResource}. */
  async one(id: string): Promise<GrantSummary> {
    return summaryOf(await this.find(id), new Date());
  }

  /**
   * Ends a grant: its refresh tokens and, wherever they are introspected, its access tokens are refused from the next
   * request on, on every node. One that has ended stays as it is. Throws {@link UnknownResource}.
   */
  async revoke(context: RequestContext, id: string): Promise<GrantSummary> {
    await this.find(id);
    await this.grants.revoke(context, id, 'operator');
    return this.one(id);
  }

  private async find(id: string): Promise<UserGrant> {
    const grant = await this.rows.find(id);
    if (!grant) throw unknownGrant(id);
    return grant;
  }
}

/** There is no grant with this id, or it ended long ago. */
export const unknownGrant = (id: string): UnknownResource => new UnknownResource('grant', id);
