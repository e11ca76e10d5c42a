import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RequestContext } from '../core/request-context';
import { KeepsPersonalData, type PersonalData } from '../users/personal-data';
import { UserGrantRepository } from './user-grant.repository';
import { UserGrantsService } from './user-grants.service';

/** The grants of people, among the data that are kept of them. */
@KeepsPersonalData()
@Injectable()
export class PersonalGrantsService implements PersonalData {
  readonly part = 'grants';

  constructor(
    private readonly rows: UserGrantRepository,
    private readonly grants: UserGrantsService,
  ) {}

  async export(sub: string): Promise<readonly object[]> {
    const rows = await this.grants.ofUser(sub);
    return rows.map(({ id, client_id, resources, scope, redirect_host, created_at, last_used_at, expires_at }) => ({
      id,
      client_id,
      resources,
      scope,
      redirect_host,
      created_at,
      last_used_at,
      expires_at,
    }));
  }

  erase(manager: EntityManager, _context: RequestContext, sub: string): Promise<void> {
    return this.rows.deleteOf(manager, sub);
  }

  end(manager: EntityManager, context: RequestContext, sub: string): Promise<void> {
    return this.grants.endAllWithin(manager, context, { sub }, 'user_disabled');
  }
}
