import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventLogModule } from '../event-log/event-log.module';
import { StoredCheckpoint } from '../event-log/sealing/stored-checkpoint.entity';
import { fromEnvironment } from '../platform/config/from-environment';
import { OutboundModule } from '../platform/outbound/outbound.module';
import { SenderService } from './delivery/sender.service';
import { TrialService } from './delivery/trial.service';
import { WebhookOptions } from './delivery/webhook-options';
import { FollowingModule } from '../event-log/following/following.module';
import { ReplayService } from './replay.service';
import { WebhookDelivery } from './webhook-delivery.entity';
import { WebhookDeliveryRepository } from './webhook-delivery.repository';
import { WebhookKeysService } from './webhook-keys.service';
import { WebhookSecretsService } from './webhook-secrets.service';
import { WebhookStatusService } from './webhook-status.service';
import { Webhook } from './webhook.entity';
import { WebhookRepository } from './webhook.repository';
import { WebhooksService } from './webhooks.service';

const SERVICES = [
  ReplayService,
  SenderService,
  TrialService,
  WebhookDeliveryRepository,
  WebhookRepository,
  WebhookSecretsService,
  WebhookStatusService,
  WebhooksService,
];

/** Webhooks without their deliveries, for the server and for commands. */
@Module({
  imports: [
    EventLogModule,
    FollowingModule,
    OutboundModule,
    TypeOrmModule.forFeature([StoredCheckpoint, Webhook, WebhookDelivery]),
  ],
  providers: [
    ...SERVICES,
    WebhookKeysService,
    fromEnvironment(WebhookOptions, ({ WEBHOOK_TIMEOUT }) => ({ timeoutMs: WEBHOOK_TIMEOUT * 1000 })),
  ],
  exports: [...SERVICES, FollowingModule],
})
export class WebhooksModule {}
