import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../platform/scheduling/periodic-task';
import { SecretVaultService } from '../platform/secrets/secret-vault.service';
import { SecretResealingService } from './secret-resealing.service';

const ONCE_AN_HOUR_MS = 3_600_000;

/**
 * Seals the secrets of clients under the newest of `SECRET_KEYS`, at the start and every hour, because a node that
 * still runs with the old configuration may use the old key. It does not start with a single key.
 */
@Injectable()
export class SecretResealingTask extends PeriodicTask {
  constructor(
    private readonly secrets: SecretResealingService,
    { hasOlderKeys: isNeeded }: SecretVaultService,
  ) {
    super({
      name: 'the sealing of secrets',
      context: 'clients',
      everyMs: ONCE_AN_HOUR_MS,
      runsAtStart: true,
      isNeeded,
    });
  }

  protected override async run(stopping: AbortSignal): Promise<void> {
    const written = await this.secrets.reseal(stopping);
    if (written > 0) this.logger.log({ clients: written }, 'secrets were sealed under the newest of SECRET_KEYS');
  }
}
