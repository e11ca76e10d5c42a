import { Injectable, Logger } from '@nestjs/common';
import { Issuer } from '../core/issuer';
import { contextWithoutRequest, type RequestContext } from '../core/request-context';
import type { Client } from './client.entity';
import { ClientsService } from './clients.service';
import type { ClientEvent } from './events/client-event';
import { type ClientListener, ListensToClients } from './events/client-listener';
import { isNoted } from './last-use';

const MOST_IN_ONE_STATEMENT = 1000;
/** The most clients noted between two writes, or while the database is unavailable. Others are noted at their next use. */
const MOST_NOTED = 100_000;

/**
 * Notes in memory which clients were used, and writes `last_used_at` for all of them together, apart from the requests.
 * A client is written at most once an hour, by any of the nodes. With a shorter interval and many clients, nearly every
 * request would cause a write.
 */
@ListensToClients()
@Injectable()
export class LastUsedTracker implements ClientListener {
  private readonly logger = new Logger('clients');
  private readonly used = new Set<string>();

  constructor(
    private readonly clients: ClientsService,
    private readonly issuer: Issuer,
  ) {}

  notify(_context: RequestContext, event: ClientEvent): void {
    if (event.type === 'ClientUsed') this.note(event.client);
  }

  /** Notes that a client was used now. */
  note({ client_id, last_used_at }: Pick<Client, 'client_id' | 'last_used_at'>): void {
    if (isNoted({ last_used_at }, Date.now())) this.add(client_id);
  }

  /**
   * Writes the noted clients. If that fails, it logs the error and notes the clients that are not written again for the
   * next run: another statement would wait for the same database.
   */
  async flush(): Promise<void> {
    const ids = [...this.used].sort();
    this.used.clear();
    const context = contextWithoutRequest(this.issuer, { type: 'server', task: 'last_used_at' });
    let from = 0;
    try {
      for (; from < ids.length; from += MOST_IN_ONE_STATEMENT)
        await this.clients.setLastUsed(context, ids.slice(from, from + MOST_IN_ONE_STATEMENT), new Date());
    } catch (error) {
      for (const id of ids.slice(from)) this.add(id);
      this.logger.error({ err: error }, 'last_used_at could not be written and is tried again');
    }
  }

  private add(client_id: string): void {
    if (this.used.size < MOST_NOTED) this.used.add(client_id);
  }
}
