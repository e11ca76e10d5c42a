import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { type ProtectedValues, requireKeys } from '../platform/secrets/missing-keys';
import { SignInOptions } from '../users/sign-in-options';
import { RefreshTokenRepository } from './refresh-token.repository';

const REFRESH_TOKENS: ProtectedValues = {
  context: 'user-grants',
  name: 'refresh tokens',
  amount: (count) => `${count} refresh token(s)`,
  cause: 'were made with it',
  consequence: 'are refused: these people have to sign in again',
};

/**
 * Makes sure that no key of `SECRET_KEYS` is removed while refresh tokens need it: their hashes cannot be made again. Each use
 * of a token replaces it by one of the newest key. Codes live for a minute and are not counted.
 */
@Injectable()
export class GrantKeysInUseService implements OnModuleInit {
  constructor(
    private readonly tokens: RefreshTokenRepository,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
    private readonly signIn: SignInOptions,
  ) {}

  /** Throws the error of {@link requireKeys}. */
  async onModuleInit(): Promise<void> {
    if (!this.signIn.isOn) return;
    requireKeys(this.ring, await this.start.run(() => this.tokens.countsByKeyVersion()), REFRESH_TOKENS);
  }
}
