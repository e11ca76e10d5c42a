import { Injectable, Logger } from '@nestjs/common';
import { Issuer } from '../core/issuer';
import { contextWithoutRequest, type RequestContext } from '../core/request-context';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { ClientRepository, type SecretsOfClient } from './client.repository';
import { ClientsService } from './clients.service';
import { StaleClient } from './stale-client';

const MOST_IN_ONE_READ = 500;

/**
 * Seals the secrets of clients under the newest of `SECRET_KEYS`, so that an operator can remove an old key later. It
 * runs apart from requests.
 */
@Injectable()
export class SecretResealingService {
  private readonly logger = new Logger('clients');

  constructor(
    private readonly clients: ClientRepository,
    private readonly writer: ClientsService,
    private readonly vault: SecretVaultService,
    private readonly issuer: Issuer,
  ) {}

  /** Writes all clients that have an older seal, until `stopping` is aborted; gives how many it wrote. */
  async reseal(stopping?: AbortSignal): Promise<number> {
    const context = contextWithoutRequest(this.issuer, { type: 'server', task: 'secret-resealing' });
    let written = 0;
    let page: SecretsOfClient[];
    let after = '';
    do {
      page = stopping?.aborted ? [] : await this.clients.secretsAfter(after, MOST_IN_ONE_READ);
      for (const client of page) if (!stopping?.aborted && (await this.resealOne(context, client))) written += 1;
      after = page.at(-1)?.client_id ?? after;
    } while (page.length === MOST_IN_ONE_READ);
    return written;
  }

  /**
   * Returns whether it wrote the client. If another writer changed the client meanwhile, the next run writes it, an
   * hour later.
   */
  private async resealOne(context: RequestContext, client: SecretsOfClient): Promise<boolean> {
    try {
      const client_secrets = this.vault.reseal(client.client_secrets, client.client_id);
      if (client_secrets === undefined) return false;
      await this.writer.convertSecrets(context, client, client_secrets);
      return true;
    } catch (error) {
      if (error instanceof StaleClient) return false;
      this.logger.error({ err: error, client_id: client.client_id }, 'the secret of a client cannot be sealed again');
      return false;
    }
  }
}
