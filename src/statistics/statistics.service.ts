import { Injectable } from '@nestjs/common';
import { TermCountsService } from '../client-search/terms/term-counts.service';
import { RefusedOperation } from '../core/errors/refused-operation';
import { HourlyCountRepository } from './hourly-count.repository';
import { type HourlyCount, MEASURES, type Measure } from './hourly-count.entity';

type Counts = Readonly<Record<string, number>>;

/** What happened in an hour, by what is counted. */
export interface HourOfStatistics extends Readonly<Partial<Record<Measure, Counts>>> {
  /** When it began, in RFC 3339. */
  readonly hour: string;
}

/** Statistics of the registry, without reading the clients. */
export interface Statistics {
  /** How many clients there are, by status, grant, software, policy and registrar: the most frequent 100 of each. */
  readonly clients: Readonly<Record<string, Counts>>;
  readonly hours: readonly HourOfStatistics[];
}

/** The hours that begin from `since` on and before `until`. */
export interface TimeOfStatistics {
  readonly since?: Date;
  readonly until?: Date;
}

const SHOWN = 100;
const DAY_MS = 86_400_000;
const MOST_DAYS = 31;

/** Reads what the followers of the log count. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly hourly: HourlyCountRepository,
    private readonly terms: TermCountsService,
  ) {}

  /**
   * The clients that there are, and the hours of a time: without `until` up to `now`, without `since` those of a day. Throws
   * {@link tooLong} if that is more than 31 days.
   */
  async read({ until, since }: TimeOfStatistics, now: Date): Promise<Statistics> {
    const to = until ?? now;
    const from = since ?? new Date(to.getTime() - DAY_MS);
    if (to.getTime() - from.getTime() > MOST_DAYS * DAY_MS) throw tooLong();
    const [clients, counts] = [await this.terms.mostFrequent(SHOWN), await this.hourly.between(from, to)];
    const hours = new Map<number, HourlyCount[]>();
    for (const count of counts) hours.set(count.hour, [...(hours.get(count.hour) ?? []), count]);
    return { clients, hours: [...hours.values()].map(hourOf) };
  }
}

/** The refusal of a time that has too many hours. */
export const tooLong = (): RefusedOperation =>
  new RefusedOperation('invalid', 'since', `must be at most ${MOST_DAYS} days before until; ask for less at once`);

const hourOf = (counts: readonly HourlyCount[]): HourOfStatistics => {
  const of = (measure: Measure): readonly (readonly [string, number])[] =>
    counts.filter((one) => one.measure === measure).map(({ value, count }) => [value === '' ? 'all' : value, count]);
  const measures = MEASURES.map((measure) => [measure, Object.fromEntries(of(measure))] as const);
  return { hour: new Date(counts[0]?.hour ?? 0).toISOString(), ...Object.fromEntries(measures) };
};
