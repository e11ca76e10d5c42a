import { Injectable } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { contextWithoutRequest } from '../../core/request-context';
import { idAt } from '../event-id';
import { EventLogService } from '../event-log.service';
import { TransactionsService } from '../../platform/database/transactions.service';
import { AuditOptions } from './audit-options';
import { AuditRepository } from './audit.repository';

const DAY_MS = 86_400_000;
/** One transaction deletes the events of so many entries. */
const MOST_AT_ONCE = 1000;

const DELETE = `DELETE FROM events WHERE id IN (SELECT event_id FROM log_entries WHERE position >= $1 AND position < $2)`;

/** Deletes old events. Their entries stay, so that the rest of the log can still be verified. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly options: AuditOptions,
    private readonly log: AuditRepository,
    private readonly events: EventLogService,
    private readonly transactions: TransactionsService,
    private readonly issuer: Issuer,
  ) {}

  /**
   * Deletes the events that are older than `AUDIT_RETENTION_DAYS` at a moment, and adds an event that says so first, without
   * which `audit verify` reports them as removed. Events go in the order of the log: one stays as long as an older one
   * before it does. Ends early when `stopping` is aborted; the next run goes on.
   */
  async deleteExpired(now = new Date(), stopping?: AbortSignal): Promise<void> {
    if (this.options.retentionDays === 0) return;
    const cutoff = idAt(now.getTime() - this.options.retentionDays * DAY_MS);
    const first = await this.log.firstPosition();
    const end = first === undefined ? undefined : await this.endOfExpired(first, cutoff);
    if (first === undefined || end === undefined || end === first) return;
    const context = contextWithoutRequest(this.issuer, { type: 'server', task: 'retention' });
    await this.events.append(context, { type: 'events.expired', data: { through: end - 1, count: end - first } });
    for (let from = first; from < end && !stopping?.aborted; from += MOST_AT_ONCE)
      await this.transactions.statement(DELETE, [from, Math.min(from + MOST_AT_ONCE, end)]);
  }

  /** The position after the last of the events from `first` on that are all older than the cutoff. */
  private async endOfExpired(first: number, cutoff: string): Promise<number> {
    for await (const { entry } of this.log.entries(first)) if (entry.event_id >= cutoff) return entry.position;
    return this.log.treeSize();
  }
}
