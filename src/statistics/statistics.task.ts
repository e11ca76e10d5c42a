import { Injectable } from '@nestjs/common';
import { type FollowedEvent, FollowedLogRepository } from '../event-log/following/followed-log.repository';
import { LogFollowerRepository } from '../event-log/following/log-follower.repository';
import { LogFollowerTask, type StepWrite } from '../event-log/following/log-follower.task';
import { type Counted, countsOf } from './counts-of-event';
import { HourlyCountRepository } from './hourly-count.repository';

const HOUR_MS = 3_600_000;
/** For how long the counts of an hour are kept. */
const KEPT_MS = 366 * 24 * HOUR_MS;

/** Counts what happens in each hour: one of all nodes, apart from requests. Each event is counted once. */
@Injectable()
export class StatisticsTask extends LogFollowerTask {
  constructor(
    private readonly counts: HourlyCountRepository,
    followers: LogFollowerRepository,
    log: FollowedLogRepository,
  ) {
    super('statistics', 'the statistics', followers, log);
  }

  protected override read(events: readonly FollowedEvent[]): Promise<StepWrite> {
    const hours = new Map<number, Map<string, Counted>>();
    for (const { event } of events) addTo(hours, event());
    return Promise.resolve(async (manager) => {
      for (const [hour, counts] of hours) await this.counts.add(manager, { hour, counts: [...counts.values()] });
      if (hours.size > 0) await this.counts.deleteBefore(manager, new Date(Date.now() - KEPT_MS));
    });
  }
}

const addTo = (hours: Map<number, Map<string, Counted>>, event: Parameters<typeof countsOf>[0]): void => {
  const hour = Math.floor(Date.parse(event.at) / HOUR_MS) * HOUR_MS;
  for (const counted of countsOf(event)) {
    const counts = hours.get(hour) ?? new Map<string, Counted>();
    hours.set(hour, counts);
    const key = `${counted.measure} ${counted.value}`;
    counts.set(key, { ...counted, by: counted.by + (counts.get(key)?.by ?? 0) });
  }
};
