import { Injectable, Logger } from '@nestjs/common';
import { SecretVault } from '../platform/secrets/secret-vault';
import { ClientRepository, type SecretsOfClient } from './client.repository';

const MOST_IN_ONE_READ = 500;

/**
 * Seals the secrets of clients anew when `SECRET_KEYS` have changed, so that an old key can be taken out one day. Off the
 * path of requests.
 */
@Injectable()
export class SecretResealingService {
  private readonly logger = new Logger('clients');

  constructor(
    private readonly clients: ClientRepository,
    private readonly vault: SecretVault,
  ) {}

  /**
   * Goes through all clients, by identifier, and writes those with an older seal, until `stopping` is aborted; gives how
   * many were written.
   */
  async reseal(stopping?: AbortSignal): Promise<number> {
    let written = 0;
    let page: SecretsOfClient[];
    let after = '';
    do {
      page = stopping?.aborted ? [] : await this.clients.secretsAfter(after, MOST_IN_ONE_READ);
      for (const client of page) if (!stopping?.aborted && (await this.resealOne(client))) written += 1;
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
}
