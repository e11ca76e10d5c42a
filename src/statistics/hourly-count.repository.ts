import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThan } from 'typeorm';
import { execute, executeWithin } from '../platform/database/execute';
import type { Row } from '../platform/database/rows';
import type { Counted } from './counts-of-event';
import { HourlyCount, type Measure } from './hourly-count.entity';

/** The counts of one hour. */
export interface CountsOfHour {
  readonly hour: number;
  readonly counts: readonly Counted[];
}

/** An hour has so many values of one measure; further ones are counted as {@link OTHERS}. */
const MOST_VALUES = 100;
const OTHERS = '(others)';

const VALUES = 'SELECT value FROM hourly_counts WHERE hour = $1 AND measure = $2';
const ADD = `INSERT INTO hourly_counts (hour, measure, value, count) VALUES ($1, $2, $3, $4)
  ON CONFLICT (hour, measure, value) DO UPDATE SET count = hourly_counts.count + excluded.count`;
const BETWEEN = `SELECT hour, measure, value, count FROM hourly_counts WHERE hour >= $1 AND hour < $2
  ORDER BY hour, measure, value`;

/** Reads and writes the counts of each hour. */
@Injectable()
export class HourlyCountRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Adds to the counts of an hour, within a transaction. The most frequent values are the first to get a row. */
  async add(manager: EntityManager, { hour, counts }: CountsOfHour): Promise<void> {
    const known = new Map<Measure, Set<string>>();
    for (const { measure, value, by } of [...counts].sort((first, second) => second.by - first.by)) {
      const values = known.get(measure) ?? (await this.valuesOf(manager, hour, measure));
      known.set(measure, values);
      const isKept = values.has(value) || values.size < MOST_VALUES;
      if (isKept) values.add(value);
      await executeWithin(manager, ADD, [hour, measure, isKept ? value : OTHERS, by]);
    }
  }

  /** The counts of the hours of a time, in their order. */
  async between(from: Date, to: Date): Promise<readonly HourlyCount[]> {
    const rows = await execute(this.dataSource, BETWEEN, [from.getTime(), to.getTime()]);
    return rows.map((row) => ({
      hour: Number(row['hour']),
      measure: row['measure'] as Measure,
      value: row['value'] as string,
      count: Number(row['count']),
    }));
  }

  /** Deletes the counts of the hours before a moment, within a transaction. */
  async deleteBefore(manager: EntityManager, moment: Date): Promise<void> {
    await manager.delete(HourlyCount, { hour: LessThan(moment.getTime()) });
  }

  private async valuesOf(manager: EntityManager, hour: number, measure: Measure): Promise<Set<string>> {
    const rows: readonly Row[] = await executeWithin(manager, VALUES, [hour, measure]);
    return new Set(rows.map(({ value }) => value as string));
  }
}
