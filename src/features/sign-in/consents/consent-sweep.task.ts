import { Injectable } from '@nestjs/common';
import { OneNodeTask } from '../../../platform/replay/one-node.task';
import { UsedIdStore } from '../../../platform/replay/used-id.store';
import { ConsentOptions } from './consent-options';
import { ConsentRepository } from './consent.repository';

const HOUR_SECONDS = 3600;
const TEN_MINUTES_MS = 600_000;
const UNUSED_MS = 180 * 86_400_000;

/** Forgets what users allowed and did not use for 180 days, and what they allowed to clients that are gone. */
@Injectable()
export class ConsentSweepTask extends OneNodeTask {
  constructor(
    private readonly consents: ConsentRepository,
    usedIds: UsedIdStore,
    { isOn: isNeeded }: ConsentOptions,
  ) {
    const schedule = { name: 'the sweep of consents', context: 'sign-in', everyMs: TEN_MINUTES_MS, isNeeded };
    super(schedule, usedIds, HOUR_SECONDS);
  }

  protected override async runOnce(stopping: AbortSignal): Promise<void> {
    const since = new Date(Date.now() - UNUSED_MS);
    let count: number;
    do count = await this.consents.forgetUnused(since);
    while (count > 0 && !stopping.aborted);
    await this.consents.forgetOfGoneClients(stopping);
  }
}
