import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SecretVault } from '../secrets/secret-vault';
import { ClientRepository, type SecretsOfClient } from './client.repository';

const ONCE_AN_HOUR_MS = 3_600_000;
const MOST_IN_ONE_READ = 500;

/**
 * Seals the secrets of clients anew when `SECRET_KEYS` have changed, so that an old key can be taken out one day: from
 * the start on and each hour, for a node that starts later may have gone on with the old key. Off the path of requests.
 */
@Injectable()
export class SealedSecrets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('clients');
  /** The pass that is under way, or was last; never fails. */
  running: Promise<void> = Promise.resolve();
  private repeating: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly clients: ClientRepository,
    private readonly vault: SecretVault,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.vault.hasOlderKeys) return;
    this.running = this.resealAndLog();
    this.repeating = setInterval(() => {
      this.running = this.running.then(() => this.resealAndLog());
    }, ONCE_AN_HOUR_MS).unref();
  }

  /** Waits for the write that is under way: the database is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.repeating);
    await this.running;
  }

  /** Goes through all clients, by identifier, and writes those with an older seal; gives how many were written. */
  async reseal(): Promise<number> {
    let written = 0;
    let page: SecretsOfClient[];
    let after = '';
    do {
      page = this.isStopped ? [] : await this.clients.secretsAfter(after, MOST_IN_ONE_READ);
      for (const client of page) if (!this.isStopped && (await this.resealOne(client))) written += 1;
      after = page.at(-1)?.client_id ?? after;
    } while (page.length === MOST_IN_ONE_READ);
    return written;
  }

  /** Whether it was written: a client that was changed meanwhile has its turn an hour later. */
  private async resealOne(client: SecretsOfClient): Promise<boolean> {
    try {
      const client_secrets = this.vault.reseal(client.client_secrets, client.client_id);
      return client_secrets !== undefined && (await this.clients.replaceSecrets({ ...client, client_secrets }));
    } catch (error) {
      this.logger.error({ err: error, client_id: client.client_id }, 'the secret of a client cannot be sealed anew');
      return false;
    }
  }

  private async resealAndLog(): Promise<void> {
    try {
      const written = await this.reseal();
      if (written > 0) this.logger.log({ clients: written }, 'secrets were sealed under the newest of SECRET_KEYS');
    } catch (error) {
      this.logger.error({ err: error }, 'the secrets of clients could not be looked after; tried again in an hour');
    }
  }
}
