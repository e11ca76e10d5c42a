import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { execute, executeWithin } from '../platform/database/execute';
import type { Row } from '../platform/database/rows';
import type { Counted } from './counts-of-event';
import type { HourlyCount, Measure } from './hourly-count.entity';

/** The counts of one hour. */
export interface CountsOfHour {
  readonly hour: number;
  readonly counts: readonly Counted[];
}

/** An hour has so many values of one measure; further ones are counted as {@link OTHERS}. */
const MOST_VALUES = 100;
const OTHERS = '(others)';

const VALUES = 'SELECT measure, value FROM hourly_counts WHERE hour = $1';
const DELETE = 'DELETE FROM hourly_counts WHERE hour < $1';
const BETWEEN = `SELECT hour, measure, value, count FROM hourly_counts WHERE hour >= $1 AND hour < $2
  ORDER BY hour, measure, value`;

/** Reads and writes the counts of each hour. */
@Injectable()
export class HourlyCountRepository {
  private readonly addText: string;

  constructor(private readonly dataSource: DataSource) {
    const rows =
      dataSource.options.type === 'postgres' ? 'json_array_elements($1::json) AS entries(value)' : 'jsonb_each($1)';
    this.addText = `INSERT INTO hourly_counts (hour, measure, value, count)
      SELECT CAST(value->>0 AS bigint), value->>1, value->>2, CAST(value->>3 AS bigint) FROM ${rows} WHERE true
      ON CONFLICT (hour, measure, value) DO UPDATE SET count = hourly_counts.count + excluded.count`;
  }

  /** Adds to the counts of an hour, within a transaction. The most frequent values are the first to get a row. */
  async add(manager: EntityManager, { hour, counts }: CountsOfHour): Promise<void> {
    if (counts.length === 0) return;
    const known = valuesByMeasure(await executeWithin(manager, VALUES, [hour]));
    const others = new Map<Measure, number>();
    const rows: unknown[] = [];
    for (const { measure, value, by } of [...counts].sort((first, second) => second.by - first.by)) {
      const values = known.get(measure) ?? new Set();
      known.set(measure, values);
      const isKept = values.has(value) || values.size < MOST_VALUES;
      // PostgreSQL does not add to a row twice in one statement, so a value of this name is one of the others.
      if (isKept && value !== OTHERS) {
        values.add(value);
        rows.push([hour, measure, value, by]);
      } else others.set(measure, (others.get(measure) ?? 0) + by);
    }
    for (const [measure, by] of others) rows.push([hour, measure, OTHERS, by]);
    await executeWithin(manager, this.addText, [JSON.stringify(rows)]);
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
    await executeWithin(manager, DELETE, [moment.getTime()]);
  }
}

const valuesByMeasure = (rows: readonly Row[]): Map<Measure, Set<string>> => {
  const values = new Map<Measure, Set<string>>();
  for (const row of rows) {
    const measure = row['measure'] as Measure;
    const known = values.get(measure) ?? new Set();
    values.set(measure, known.add(row['value'] as string));
  }
  return values;
};
