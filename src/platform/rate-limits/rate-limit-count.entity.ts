import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A count of `RATE_LIMIT_STORE=database`. `RateLimiterPostgres` of rate-limiter-flexible reads and writes it, and
 * prescribes the names and the order of the columns.
 */
@Entity('rate_limit_counts')
export class RateLimitCount {
  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'integer' })
  points!: number;

  /** When the window ends, in milliseconds since 1970. The sweep selects by it. */
  @Index('rate_limit_counts_expire')
  @Column({ type: 'bigint' })
  expire!: string;
}
