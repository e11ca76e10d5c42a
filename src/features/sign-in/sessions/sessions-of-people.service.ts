import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RequestContext } from '../../../core/request-context';
import { KeepsPersonalData, type PersonalData } from '../../../users/personal-data';
import { BrowserSessionRepository } from './browser-session.repository';

/** The sessions as data of people: they are exported with the person, and end when the person is disabled or erased. */
@Injectable()
@KeepsPersonalData()
export class SessionsOfPeopleService implements PersonalData {
  readonly part = 'sessions';

  constructor(private readonly sessions: BrowserSessionRepository) {}

  async export(sub: string): Promise<readonly object[]> {
    const sessions = await this.sessions.ofUser(sub);
    return sessions.map(({ upstream, auth_time, acr, amr, created_at, last_used_at, expires_at }) => ({
      upstream,
      auth_time,
      ...(acr !== null && { acr }),
      ...(amr !== null && { amr }),
      created_at,
      last_used_at,
      expires_at,
    }));
  }

  async end(manager: EntityManager, _context: RequestContext, sub: string): Promise<void> {
    await this.sessions.end(manager, { sub });
  }

  erase(manager: EntityManager, context: RequestContext, sub: string): Promise<void> {
    return this.end(manager, context, sub);
  }
}
