import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../../../idempotency/idempotency.module';
import { WebhooksModule } from '../../../webhooks/webhooks.module';
import { AdministratorModule } from '../administrator.module';
import { WebhookDeliveriesController } from './webhook-deliveries.controller';
import { WebhooksController } from './webhooks.controller';

/** Webhooks over HTTP. */
@Module({
  imports: [AdministratorModule, IdempotencyModule, WebhooksModule],
  controllers: [WebhooksController, WebhookDeliveriesController],
})
export class AdministeredWebhooksModule {}
