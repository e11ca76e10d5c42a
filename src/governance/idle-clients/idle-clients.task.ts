import { Injectable } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { contextWithoutRequest } from '../../core/request-context';
import { UsedIdStore } from '../../platform/replay/used-id.store';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { IdleClientsService } from './idle-clients.service';
import { SweepOptions } from './sweep-options';

const TEN_MINUTES_MS = 600_000;
const NAME = 'the sweep of idle clients';

/**
 * Deletes clients that are not used, once in `SWEEP_INTERVAL` on one of the nodes: that which is the first to store the
 * name of the task until the next run. A node that restarts, or that dies in the middle, does not change when that is.
 */
@Injectable()
export class IdleClientsTask extends PeriodicTask {
  constructor(
    private readonly idleClients: IdleClientsService,
    private readonly usedIds: UsedIdStore,
    private readonly issuer: Issuer,
    private readonly options: SweepOptions,
  ) {
    super({ name: NAME, context: 'clients', everyMs: Math.min(options.interval * 1000, TEN_MINUTES_MS) });
  }

  override onApplicationBootstrap(): void {
    if (this.options.interval > 0) super.onApplicationBootstrap();
  }

  /** One run, if it is due and no other node has it; gives how many clients it deleted. */
  async sweepIfDue(stopping?: AbortSignal): Promise<number> {
    const context = contextWithoutRequest(this.issuer, { type: 'server', task: NAME });
    const next = Math.floor(context.at.getTime() / 1000) + this.options.interval;
    if (!(await this.usedIds.add('task', NAME, next))) return 0;
    let deleted = 0;
    for await (const { client, rule, days } of this.idleClients.sweep(context, stopping ? { stopping } : {})) {
      this.logger.log({ client_id: client.client_id, rule, days }, 'a client was deleted because it was not used');
      deleted += 1;
    }
    return deleted;
  }

  protected override async run(stopping: AbortSignal): Promise<void> {
    await this.sweepIfDue(stopping);
  }
}
