import { Injectable, Logger } from '@nestjs/common';
import type { Client } from './client.entity';
import { ClientRepository } from './client.repository';

const ONCE_AN_HOUR_MS = 3_600_000;
const MOST_IN_ONE_STATEMENT = 1000;
/** So many are noted between two writes, or while the database takes none; the others when they are used again. */
const MOST_NOTED = 100_000;

/**
 * When clients were last in use, to within an hour: noted in memory, written for all of them together, off the path of
 * every request. What was written by another node within the hour is not written again. The hour keeps the cost flat: in
 * a registry of a million clients hardly one is used twice within a minute, so that each request would write its client.
 */
@Injectable()
export class LastUsedTracker {
  private readonly logger = new Logger('clients');
  private readonly used = new Set<string>();

  constructor(private readonly clients: ClientRepository) {}

  /** Notes that a client has just proved itself. */
  note({ client_id, last_used_at }: Pick<Client, 'client_id' | 'last_used_at'>): void {
    if (last_used_at === null || Date.now() - last_used_at.getTime() >= ONCE_AN_HOUR_MS) this.add(client_id);
  }

  /** Writes what was noted. A failure is logged and what it concerned is noted again. */
  async flush(): Promise<void> {
    const ids = [...this.used].sort();
    this.used.clear();
    for (let from = 0; from < ids.length; from += MOST_IN_ONE_STATEMENT) {
      const some = ids.slice(from, from + MOST_IN_ONE_STATEMENT);
      try {
        await this.clients.setLastUsed(some, new Date());
      } catch (error) {
        for (const id of some) this.add(id);
        this.logger.error({ err: error }, 'last_used_at could not be written and is tried again');
      }
    }
  }

  private add(client_id: string): void {
    if (this.used.size < MOST_NOTED) this.used.add(client_id);
  }
}
