import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/scheduling/periodic-task';
import { WebhookDeliveryRepository } from '../webhook-delivery.repository';
import { DeliveryService } from './delivery.service';

const EVERY_MS = 1000;

const now = (): Date => new Date();

/** Looks once a second for webhooks with something to deliver. Each is then worked on by itself: none waits for another. */
@Injectable()
export class DeliveryTask extends PeriodicTask {
  private readonly working = new Map<string, Promise<void>>();

  constructor(
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly delivery: DeliveryService,
  ) {
    super({ name: 'the deliveries to webhooks', context: 'webhooks', everyMs: EVERY_MS });
  }

  /** Also waits for the messages that are being sent. */
  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await Promise.all(this.working.values());
  }

  protected override async run(stopping: AbortSignal): Promise<void> {
    for (const id of await this.deliveries.webhooksWithWork(now())) {
      if (this.working.has(id)) this.delivery.wake(id);
      else this.beginWork(id, stopping);
    }
  }

  private beginWork(id: string, stopping: AbortSignal): void {
    const work = this.deliver(id, stopping).finally(() => this.working.delete(id));
    this.working.set(id, work);
  }

  private async deliver(id: string, stopping: AbortSignal): Promise<void> {
    try {
      await this.delivery.deliver(id, { now, stopping });
    } catch (error) {
      this.logger.error({ err: error, webhook: id }, 'the deliveries to a webhook stopped; they go on in a second');
    }
  }
}
