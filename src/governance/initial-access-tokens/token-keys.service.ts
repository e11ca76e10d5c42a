import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { StartFailure } from '../../platform/config/start-failure';
import { StartRetriesService } from '../../platform/database/start-retries.service';
import { KeyRing } from '../../platform/secrets/key-ring';
import { InitialAccessTokenRepository } from './initial-access-token.repository';

/** Makes sure that no key of `SECRET_KEYS` is removed while initial access tokens need it: their hashes cannot be made again. */
@Injectable()
export class TokenKeysService implements OnModuleInit {
  private readonly logger = new Logger('governance');

  constructor(
    private readonly tokens: InitialAccessTokenRepository,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
  ) {}

  /** Throws {@link StartFailure} if a key that tokens need is missing and `DROPPED_SECRET_KEYS` does not name it. */
  async onModuleInit(): Promise<void> {
    const counts = await this.start.run(() => this.tokens.countsByKeyVersion(new Date()));
    for (const [version, count] of counts) {
      if (this.ring.has(version)) continue;
      if (!this.ring.isDropped(version))
        throw new StartFailure(
          `SECRET_KEYS: key ${version} is missing, and ${count} initial access token(s) were made with it; put it back behind the newer ones, or give these tokens up with DROPPED_SECRET_KEYS=${version}`,
        );
      this.logger.warn(`key ${version} of SECRET_KEYS was dropped: ${count} initial access token(s) of it are refused`);
    }
  }
}
