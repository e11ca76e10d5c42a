import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../platform/database/columns';

/** What is counted. */
export const MEASURES = [
  'registrations',
  'status',
  'grant_type',
  'software_id',
  'registrar',
  'deletions',
  'refusals',
] as const;
export type Measure = (typeof MEASURES)[number];

/** How often something happened in an hour, by a value such as a grant. `StatisticsFollower` writes the rows. */
@Entity('hourly_counts')
export class HourlyCount {
  /** When the hour began, in milliseconds since 1970. */
  @PrimaryColumn(wholeNumber)
  hour!: number;

  @PrimaryColumn({ type: 'text' })
  measure!: Measure;

  /** Empty where there is nothing to distinguish. */
  @PrimaryColumn({ type: 'text' })
  value!: string;

  @Column(wholeNumber)
  count!: number;
}
