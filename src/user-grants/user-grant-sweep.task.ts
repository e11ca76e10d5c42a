import { Injectable } from '@nestjs/common';
import { TransactionsService } from '../platform/database/transactions.service';
import { deleteExpired } from '../platform/replay/delete-expired';
import { PeriodicTask } from '../platform/scheduling/periodic-task';
import { SignInOptions } from '../users/sign-in-options';

const ONCE_A_MINUTE_MS = 60_000;
const TABLES = ['authorization_codes', 'refresh_tokens', 'user_grants'] as const;

/**
 * Deletes codes, refresh tokens with the responses that are not repeated any more, and grants, once a minute. It does not start
 * without sign-in.
 */
@Injectable()
export class UserGrantSweepTask extends PeriodicTask {
  constructor(
    private readonly transactions: TransactionsService,
    { isOn: isNeeded }: SignInOptions,
  ) {
    super({ name: 'the sweep of grants', context: 'expiry', everyMs: ONCE_A_MINUTE_MS, isNeeded });
  }

  /** Deletes the rows that have expired; ends early when `stopping` is aborted. */
  async sweep(stopping?: AbortSignal): Promise<void> {
    for (const table of TABLES) await deleteExpired(this.transactions, table, new Date(), stopping);
  }

  protected override run(stopping: AbortSignal): Promise<void> {
    return this.sweep(stopping);
  }
}
