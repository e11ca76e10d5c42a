import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Counts } from './counts';
import { type Rate, RateLimit } from './rate-limit';

/** Makes all rate limits; `RATE_LIMIT_STORE` decides where they count. */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  constructor(private readonly counts: Counts) {}

  /** A limit by name: limits with the same name share their counts. */
  of(rate: Rate): RateLimit {
    return new RateLimit(this.counts, rate);
  }

  onApplicationShutdown(): void {
    this.counts.close?.();
  }
}
