import { Injectable } from '@nestjs/common';
import type { Event } from '../event-log/event';
import type { FollowedEvent } from '../event-log/following/followed-log.repository';
import { FollowsLog, type LogFollower, type StepWrite } from '../event-log/following/log-follower';
import { type Counted, countsOf } from './counts-of-event';
import { HourlyCountRepository } from './hourly-count.repository';

const HOUR_MS = 3_600_000;
/** For how long the counts of an hour are kept. */
const KEPT_MS = 366 * 24 * HOUR_MS;

/** Counts what happens in each hour: one of all nodes, apart from requests. Each event is counted once. */
@FollowsLog()
@Injectable()
export class StatisticsFollower implements LogFollower {
  readonly followerName = 'statistics';

  constructor(private readonly counts: HourlyCountRepository) {}

  read(events: readonly FollowedEvent[]): StepWrite {
    const hours = new Map<number, CountsByKey>();
    for (const { event } of events) addTo(hours, event());
    return async (manager) => {
      for (const [hour, counts] of hours) await this.counts.add(manager, { hour, counts: [...counts.values()] });
      if (hours.size > 0) await this.counts.deleteBefore(manager, new Date(Date.now() - KEPT_MS));
    };
  }
}

type Count = { -readonly [Name in keyof Counted]: Counted[Name] };
type CountsByKey = Map<string, Count>;

const addTo = (hours: Map<number, CountsByKey>, event: Event): void => {
  const hour = Math.floor(Date.parse(event.at) / HOUR_MS) * HOUR_MS;
  const counts = hours.get(hour) ?? new Map<string, Count>();
  hours.set(hour, counts);
  for (const counted of countsOf(event)) {
    const key = `${counted.measure} ${counted.value}`;
    const known = counts.get(key);
    if (known) known.by += counted.by;
    else counts.set(key, { ...counted });
  }
};
