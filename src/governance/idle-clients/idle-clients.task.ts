import { Injectable } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { contextWithoutRequest } from '../../core/request-context';
import { OneNodeTask } from '../../platform/replay/one-node.task';
import { UsedIdStore } from '../../platform/replay/used-id.store';
import { IdleClientsService } from './idle-clients.service';
import { SweepOptions } from './sweep-options';

const TEN_MINUTES_MS = 600_000;
const NAME = 'the sweep of idle clients';

/** Deletes clients that are not used, once in `SWEEP_INTERVAL` on one of the nodes. */
@Injectable()
export class IdleClientsTask extends OneNodeTask {
  constructor(
    private readonly idleClients: IdleClientsService,
    usedIds: UsedIdStore,
    private readonly issuer: Issuer,
    { interval }: SweepOptions,
  ) {
    const everyMs = Math.min(interval * 1000, TEN_MINUTES_MS);
    super({ name: NAME, context: 'clients', everyMs, isNeeded: interval > 0 }, usedIds, interval);
  }

  protected override async runOnce(stopping: AbortSignal): Promise<void> {
    const context = contextWithoutRequest(this.issuer, { type: 'server', task: NAME });
    for await (const { client, rule, days } of this.idleClients.sweep(context, { stopping }))
      this.logger.log({ client_id: client.client_id, rule, days }, 'a client was deleted because it was not used');
  }
}
