import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StartRetriesService } from '../../platform/database/start-retries.service';
import { KeyRing } from '../../platform/secrets/key-ring';
import { type ProtectedValues, requireKeys } from '../../platform/secrets/missing-keys';
import { InitialAccessTokenRepository } from './initial-access-token.repository';

const TOKENS: ProtectedValues = {
  context: 'governance',
  name: 'tokens',
  amount: (count) => `${count} initial access token(s)`,
  cause: 'were made with it',
  consequence: 'are refused',
};

/** Makes sure that no key of `SECRET_KEYS` is removed while initial access tokens need it: their hashes cannot be made again. */
@Injectable()
export class TokenKeysService implements OnModuleInit {
  constructor(
    private readonly tokens: InitialAccessTokenRepository,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
  ) {}

  /** Throws the error of {@link requireKeys}. */
  async onModuleInit(): Promise<void> {
    const counts = await this.start.run(() => this.tokens.countsByKeyVersion(new Date()));
    requireKeys(this.ring, counts, TOKENS);
  }
}
