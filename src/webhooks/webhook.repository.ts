import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { BatchedReads } from '../platform/database/batched-reads';
import { InsertStatement } from '../platform/database/insert-statement';
import { affected, TransactionsService } from '../platform/database/transactions.service';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { WebhookDelivery } from './webhook-delivery.entity';
import { Webhook, type WebhookSecret } from './webhook.entity';

/** Somebody else replaced the secrets of a webhook, or deleted it. */
export class StaleSecrets extends Error {}

/** Reads and writes webhooks. */
@Injectable()
export class WebhookRepository {
  private readonly reads: BatchedReads<Webhook>;
  private readonly inserts: InsertStatement<Webhook>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.reads = new BatchedReads(dataSource, Webhook, 'id');
    this.inserts = new InsertStatement(dataSource, Webhook);
  }

  /** The webhook with this id, as it stands in the database now. */
  find(id: string): Promise<Webhook | undefined> {
    return this.reads.find(id);
  }

  /** The first webhooks after this id, the oldest first. */
  after(id: string, most: number): Promise<Webhook[]> {
    const webhooks = this.dataSource.getRepository(Webhook);
    return webhooks.find({ where: { id: MoreThan(id) }, order: { id: 'ASC' }, take: most });
  }

  insert(unit: UnitOfWork, webhook: Webhook): void {
    unit.add(this.inserts, webhook);
  }

  /** Deletes a webhook with its deliveries; the unit fails with `refusal` if there is none. */
  remove(unit: UnitOfWork, id: string, refusal: () => Error): void {
    unit.addStep(async (manager) => {
      const { affected: webhooks } = await manager.delete(Webhook, { id });
      if (webhooks === 0) throw refusal();
      await manager.delete(WebhookDelivery, { webhook_id: id });
    });
  }

  /** Replaces the secrets of a webhook; the unit fails with {@link StaleSecrets} if they changed since they were read. */
  replaceSecrets(unit: UnitOfWork, { id, secrets }: Webhook, replacement: readonly WebhookSecret[]): void {
    const text = 'UPDATE webhooks SET secrets = $1 WHERE id = $2 AND secrets = $3';
    const values = [JSON.stringify(replacement), id, JSON.stringify(secrets)];
    unit.addStep(async (manager) => {
      if ((await affected(manager, text, values)) === 0) throw new StaleSecrets();
    });
  }

  /** Counts a delivery that failed at its first attempt; gives the number since the last one that succeeded. */
  async countFailure(id: string): Promise<number> {
    const text = 'UPDATE webhooks SET failures = failures + 1 WHERE id = $1 RETURNING failures';
    return Number((await this.transactions.statement(text, [id]))[0]?.['failures'] ?? 0);
  }

  async forgetFailures(id: string): Promise<void> {
    await this.transactions.statement('UPDATE webhooks SET failures = 0 WHERE id = $1 AND failures > 0', [id]);
  }

  /** Sends nothing to a webhook before a moment, unless it waits longer already. */
  async hold(id: string, until: Date): Promise<void> {
    const text = 'UPDATE webhooks SET held_until = $1 WHERE id = $2 AND (held_until IS NULL OR held_until < $1)';
    await this.transactions.statement(text, [until.getTime(), id]);
  }

  /** Permits one node to try a delivery to a failing webhook, if that is due. Gives whether this node does. */
  async claimProbe(id: string, now: Date, next: Date): Promise<boolean> {
    const text =
      "UPDATE webhooks SET probe_at = $1, probes = probes + 1 WHERE id = $2 AND status = 'failing' AND probe_at <= $3";
    const values = [next.getTime(), id, now.getTime()];
    return (await this.transactions.run((manager) => affected(manager, text, values))) > 0;
  }
}
