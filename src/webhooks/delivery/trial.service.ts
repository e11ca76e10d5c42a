import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { trialMessage } from './message';
import { type Outcome, SenderService } from './sender.service';
import type { Webhook } from '../webhook.entity';

/** Sends a message of the type `webhook.test`, whatever the status and the filter of a webhook are. */
@Injectable()
export class TrialService {
  constructor(private readonly sender: SenderService) {}

  /** Sends the message once, and gives what became of it. */
  send(webhook: Webhook): Promise<Outcome> {
    return this.sender.send(webhook, trialMessage(`test-${randomUUID()}`, webhook.id, new Date()));
  }
}
