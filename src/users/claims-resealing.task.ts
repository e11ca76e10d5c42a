import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../platform/scheduling/periodic-task';
import { KeyRing } from '../platform/secrets/key-ring';
import { SignInOptions } from './sign-in-options';
import { UserRepository } from './user.repository';
import { ownerOf } from './users.service';

const ONCE_AN_HOUR_MS = 3_600_000;
const MOST_IN_ONE_READ = 500;

/**
 * Seals the claims of people under the newest of `SECRET_KEYS`, so that an operator can remove an old key. It does not start
 * with a single key, or without sign-in.
 */
@Injectable()
export class ClaimsResealingTask extends PeriodicTask {
  constructor(
    private readonly users: UserRepository,
    private readonly ring: KeyRing,
    options: SignInOptions,
  ) {
    const isNeeded = ring.hasOlderKeys && options.isOn;
    super({ name: 'the sealing of claims', context: 'sign-in', everyMs: ONCE_AN_HOUR_MS, runsAtStart: true, isNeeded });
  }

  protected override async run(stopping: AbortSignal): Promise<void> {
    let after = '';
    for (;;) {
      const page = await this.users.withOtherKeys(this.ring.newest, after, MOST_IN_ONE_READ);
      for (const user of page) {
        if (stopping.aborted) return;
        const resealed = this.ring.canOpen(user.sealed_claims)
          ? this.ring.reseal(user.sealed_claims, ownerOf(user))
          : undefined;
        if (resealed !== undefined) await this.users.reseal(user, resealed, this.ring.newest);
      }
      const last = page.at(-1);
      if (!last || page.length < MOST_IN_ONE_READ) return;
      after = last.sub;
    }
  }
}
