import { Injectable, Logger } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { ClientSecretsService } from '../../clients/client-secrets.service';
import { ClientsService } from '../../clients/clients.service';
import { StaleClient } from '../../clients/stale-client';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import type { RequestContext } from '../../core/request-context';
import { SemaphoreBusy } from '../../platform/concurrency/semaphore';
import { isForeign } from '../../platform/secrets/foreign-hashes/foreign-hash';
import { ForeignHashesService } from '../../platform/secrets/foreign-hashes/foreign-hashes.service';
import { isLive } from '../../platform/secrets/secret-vault.service';

/** A secret that matches, and the stored hash that it matches. */
interface Match {
  readonly secret: string;
  readonly hash: string;
}

/**
 * Compares presented secrets with the hashes of other servers that imported clients have, and replaces such a hash by a
 * keyed one at its first use.
 */
@Injectable()
export class ForeignSecretCheckService {
  private readonly logger = new Logger('authentication');

  constructor(
    private readonly hashes: ForeignHashesService,
    private readonly secrets: ClientSecretsService,
    private readonly clients: ClientsService,
  ) {}

  /**
   * Whether one of the readings is a secret of the client that has the hash of another server. A refusal takes as long for
   * every client, also for one that is unknown. Throws `TemporarilyUnavailable` if too many callers wait.
   */
  async verify(context: RequestContext, readings: readonly string[], client: Client): Promise<boolean> {
    const startedAt = performance.now();
    const match = await this.find(readings, client);
    if (match) await this.replace(context, client, match);
    else await this.hashes.waitForSlowest(startedAt);
    return match !== undefined;
  }

  private async find(readings: readonly string[], { client_secrets }: Client): Promise<Match | undefined> {
    const foreign = client_secrets.filter((one) => isForeign(one.hash) && isLive(one));
    try {
      for (const { hash } of foreign)
        for (const secret of readings) if (await this.hashes.matches(secret, hash)) return { secret, hash };
      return undefined;
    } catch (error) {
      if (!(error instanceof SemaphoreBusy)) throw error;
      throw new TemporarilyUnavailable('too many clients authenticate for the first time; try again', 2, error);
    }
  }

  /**
   * Writes the keyed hash unless another writer changed the client since it was read: so no replacement undoes a rotation,
   * and the next use replaces what is left. The client has authenticated, even if the database takes no writes now.
   */
  private async replace(context: RequestContext, client: Client, { secret, hash }: Match): Promise<void> {
    try {
      await this.clients.convertSecrets(context, client, this.secrets.converted(client, hash, secret));
    } catch (error) {
      if (error instanceof StaleClient) return;
      this.logger.error({ err: error, client_id: client.client_id }, 'the hash of a secret could not be replaced');
    }
  }
}
