import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RequestContext } from '../../../core/request-context';
import { KeepsPersonalData, type PersonalData } from '../../../users/personal-data';
import { ConsentRepository } from './consent.repository';

/** What people allowed, as their data: it is exported and erased with the person. */
@Injectable()
@KeepsPersonalData()
export class ConsentsOfPeopleService implements PersonalData {
  readonly part = 'consents';

  constructor(private readonly consents: ConsentRepository) {}

  async export(sub: string): Promise<readonly object[]> {
    const rows = await this.consents.ofUser(sub);
    return rows.map(({ client_id, resource, redirect_host, scopes, created_at, last_used_at }) => ({
      client_id,
      resource,
      redirect_host,
      scopes,
      created_at,
      last_used_at,
    }));
  }

  async erase(manager: EntityManager, _context: RequestContext, sub: string): Promise<void> {
    await this.consents.forgetWithin(manager, { sub });
  }
}
