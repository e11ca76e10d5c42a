import { Injectable, Logger } from '@nestjs/common';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import type { NewEvent } from '../event-log/event-types';
import { list } from '../platform/database/rows';
import { affected } from '../platform/database/transactions.service';
import { type UnitHolder, UnitsOfWorkService } from '../platform/database/units-of-work.service';
import type { WebhookStatus } from './webhook.entity';

interface StatusChange {
  readonly id: string;
  readonly from: readonly WebhookStatus[];
  readonly to: WebhookStatus;
  readonly reason?: string;
  /** When the first delivery is tried, if it is failing from now on. */
  readonly probeAt?: Date;
  /** Whether messages are sent at once, although the receiver asked to wait. */
  readonly endsWait?: boolean;
}

/** Pauses and resumes webhooks, with the event of that in the same commit and a line in the log. */
@Injectable()
export class WebhookStatusService {
  private readonly logger = new Logger('webhooks');

  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly log: EventLogService,
  ) {}

  /** Pauses a webhook until {@link resume}. Gives whether it was not paused before. */
  async pause(context: RequestContext, id: string, reason: string): Promise<boolean> {
    const change = { id, from: ['active', 'failing'], to: 'paused', reason } as const;
    const isPaused = await this.change(context, change, { type: 'webhook.paused', data: { webhook: id, reason } });
    if (isPaused) this.logger.warn({ webhook: id, reason }, 'a webhook is paused until it is resumed');
    return isPaused;
  }

  /** Pauses a webhook until a delivery to it succeeds. Gives whether it was active before. */
  async suspend(context: RequestContext, id: string, reason: string, probeAt: Date): Promise<boolean> {
    const change = { id, from: ['active'], to: 'failing', reason, probeAt } as const;
    const isFailing = await this.change(context, change, { type: 'webhook.paused', data: { webhook: id, reason } });
    if (isFailing) this.logger.warn({ webhook: id, reason }, 'a webhook is paused until a delivery succeeds');
    return isFailing;
  }

  /**
   * Resumes a webhook, whether an operator or the server paused it, and ends the time that the receiver asked to wait. Gives
   * whether it was paused.
   */
  resume(context: RequestContext, id: string): Promise<boolean> {
    return this.activate(context, { id, from: ['failing', 'paused'], endsWait: true });
  }

  /** Resumes a webhook that the server paused, because a delivery succeeded. Gives whether it was failing. */
  recover(context: RequestContext, id: string): Promise<boolean> {
    return this.activate(context, { id, from: ['failing'] });
  }

  private async activate(context: RequestContext, change: Omit<StatusChange, 'to'>): Promise<boolean> {
    const { id } = change;
    const event = { type: 'webhook.resumed', data: { webhook: id } } as const;
    const isActive = await this.change(context, { ...change, to: 'active' }, event);
    if (isActive) this.logger.log({ webhook: id }, 'a webhook is resumed');
    return isActive;
  }

  private async change(
    context: RequestContext & UnitHolder,
    { id, from, to, reason = '', probeAt, endsWait = false }: StatusChange,
    event: NewEvent,
  ): Promise<boolean> {
    const text = `UPDATE webhooks SET status = $1, status_reason = $2, status_since = $3, probe_at = $4, failures = 0,
      probes = 0${endsWait ? ', held_until = NULL' : ''} WHERE id = $5 AND status IN (${list(from.length, 5)})`;
    const values = [to, reason === '' ? null : reason, context.at.getTime(), probeAt?.getTime() ?? null, id, ...from];
    try {
      await this.units.run(context, (unit) => {
        unit.addStep(async (manager) => {
          if ((await affected(manager, text, values)) === 0) throw new Unchanged();
        });
        this.log.addTo(unit, context, event);
      });
      return true;
    } catch (error) {
      if (error instanceof Unchanged) return false;
      throw error;
    }
  }
}

/** The webhook has another status than the change begins with. */
class Unchanged extends Error {}
