import { Module } from '@nestjs/common';
import { SealingModule } from '../../event-log/sealing/sealing.module';
import { WebhooksModule } from '../webhooks.module';
import { AttemptsService } from './attempts.service';
import { DeliveryService } from './delivery.service';
import { DeliveryTask } from './delivery.task';
import { MessagesService } from './messages.service';
import { UpkeepService } from './upkeep.service';
import { UpkeepTask } from './upkeep.task';

/** The deliveries to webhooks, in the server. */
@Module({
  imports: [SealingModule, WebhooksModule],
  providers: [AttemptsService, DeliveryService, DeliveryTask, MessagesService, UpkeepService, UpkeepTask],
})
export class DeliveryModule {}
