import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { StartFailure } from '../platform/config/start-failure';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { ClientRepository } from './client.repository';
import { versionsIn } from './key-versions';

/** The most clients that are counted. */
const MOST_COUNTED = 1000;

/**
 * Makes sure that no key of `SECRET_KEYS` is removed while clients need it: their secrets cannot be hashed again. The
 * column `key_versions` is indexed and has few different values. One index lookup finds each of them, for any number of
 * clients.
 */
@Injectable()
export class KeysInUseService implements OnModuleInit {
  private readonly logger = new Logger('clients');

  constructor(
    private readonly clients: ClientRepository,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
  ) {}

  /** Throws {@link StartFailure} if a key that clients need is missing and `DROPPED_SECRET_KEYS` does not name it. */
  async onModuleInit(): Promise<void> {
    for (const [version, clients] of await this.start.run(() => this.missing())) {
      const who = clients > MOST_COUNTED ? `more than ${MOST_COUNTED} clients` : `${clients} client(s)`;
      if (!this.ring.isDropped(version))
        throw new StartFailure(
          `SECRET_KEYS: key ${version} is missing, and ${who} registered with it; put it back behind the newer ones, or give these clients up with DROPPED_SECRET_KEYS=${version}`,
        );
      this.logger.warn(`key ${version} of SECRET_KEYS was dropped: ${who} of it cannot authenticate any more`);
    }
  }

  /** How many clients need each missing key. Counting stops at one more than the maximum. */
  private async missing(): Promise<Map<number, number>> {
    const missing = new Map<number, number>();
    let used = await this.clients.keyVersionsAfter('');
    while (used !== undefined) {
      const gone = versionsIn(used).filter((version) => !this.ring.has(version));
      const clients = gone.length > 0 ? await this.clients.countOfKeyVersions(used, MOST_COUNTED + 1) : 0;
      for (const version of gone) missing.set(version, (missing.get(version) ?? 0) + clients);
      used = await this.clients.keyVersionsAfter(used);
    }
    return missing;
  }
}
