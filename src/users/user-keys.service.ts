import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StartFailure } from '../platform/config/start-failure';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { type ProtectedValues, requireKeys } from '../platform/secrets/missing-keys';
import { SignInOptions } from './sign-in-options';
import { UserRepository } from './user.repository';

const CLAIMS: ProtectedValues = {
  context: 'sign-in',
  name: 'claims',
  amount: (count) => `the claims of ${count} people`,
  cause: 'are sealed with it',
  consequence: 'are unknown until they sign in again',
};

/** Makes sure at the start that what is stored of people still means the same. It reads nothing without sign-in. */
@Injectable()
export class UserKeysService implements OnModuleInit {
  constructor(
    private readonly users: UserRepository,
    private readonly options: SignInOptions,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
  ) {}

  /** Throws {@link StartFailure} if a key is missing, or if an upstream now identifies people by another claim. */
  async onModuleInit(): Promise<void> {
    if (!this.options.isOn) return;
    requireKeys(this.ring, await this.start.run(() => this.users.countsByKey()), CLAIMS);
    for (const upstream of this.options.upstreams) {
      const used = await this.start.run(() => this.users.subjectClaimOf(upstream.id));
      if (used !== undefined && used !== upstream.subjectClaim)
        throw new StartFailure(
          `SIGN_IN_UPSTREAMS: the subject_claim of ${upstream.id} must stay ${used}, which people signed in by; write subject_claim: ${used}, or give the provider another id`,
        );
    }
  }
}
