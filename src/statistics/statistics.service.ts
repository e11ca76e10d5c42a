import { Injectable } from '@nestjs/common';
import { TermCountsService } from '../client-search/terms/term-counts.service';
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
  /** How many clients there are, by status, grant, software and policy: the most frequent 100 of each. */
  readonly clients: Readonly<Record<string, Counts>>;
  readonly hours: readonly HourOfStatistics[];
}

const SHOWN = 100;

/** Reads what the followers of the log count. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly hourly: HourlyCountRepository,
    private readonly terms: TermCountsService,
  ) {}

  /** The clients that there are, and the hours of a time. */
  async between(from: Date, to: Date): Promise<Statistics> {
    const [clients, counts] = [await this.terms.mostFrequent(SHOWN), await this.hourly.between(from, to)];
    const hours = new Map<number, HourlyCount[]>();
    for (const count of counts) hours.set(count.hour, [...(hours.get(count.hour) ?? []), count]);
    return { clients, hours: [...hours.values()].map(hourOf) };
  }
}

const hourOf = (counts: readonly HourlyCount[]): HourOfStatistics => {
  const of = (measure: Measure): readonly (readonly [string, number])[] =>
    counts.filter((one) => one.measure === measure).map(({ value, count }) => [value === '' ? 'all' : value, count]);
  const measures = MEASURES.map((measure) => [measure, Object.fromEntries(of(measure))] as const);
  return { hour: new Date(counts[0]?.hour ?? 0).toISOString(), ...Object.fromEntries(measures) };
};
