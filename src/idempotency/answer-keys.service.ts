import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { countsOf, type ProtectedValues, requireKeys } from '../platform/secrets/missing-keys';
import { IdempotentAnswerRepository } from './idempotent-answer.repository';

const ANSWERS: ProtectedValues = {
  context: 'idempotency',
  name: 'responses',
  amount: () => 'stored responses to requests with an Idempotency-Key',
  cause: 'are sealed with it',
  consequence: 'are not sent again: a client that repeats its request is registered twice',
};

/** Makes sure that no key of `SECRET_KEYS` is removed while stored responses, which have not expired, are sealed with it. */
@Injectable()
export class AnswerKeysService implements OnModuleInit {
  constructor(
    private readonly answers: IdempotentAnswerRepository,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
  ) {}

  /** Throws the error of {@link requireKeys}. */
  async onModuleInit(): Promise<void> {
    const versions = await this.start.run(() => this.answers.keyVersions(new Date()));
    requireKeys(this.ring, countsOf(versions), ANSWERS);
  }
}
