import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { type ProtectedValues, requireKeys } from '../platform/secrets/missing-keys';
import { ClientRepository } from './client.repository';
import { versionsIn } from './key-versions';

/** The most clients that are counted. */
const MOST_COUNTED = 1000;

const CLIENTS: ProtectedValues = {
  context: 'clients',
  name: 'clients',
  amount: (count) => (count > MOST_COUNTED ? `more than ${MOST_COUNTED} clients` : `${count} client(s)`),
  cause: 'registered with it',
  consequence: 'cannot authenticate any more',
};

/**
 * Makes sure that no key of `SECRET_KEYS` is removed while clients need it: their secrets cannot be hashed again. The
 * column `key_versions` is indexed and has few different values. One index lookup finds each of them, for any number of
 * clients.
 */
@Injectable()
export class KeysInUseService implements OnModuleInit {
  constructor(
    private readonly clients: ClientRepository,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
  ) {}

  /** Throws the error of {@link requireKeys}. */
  async onModuleInit(): Promise<void> {
    requireKeys(this.ring, await this.start.run(() => this.missing()), CLIENTS);
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
