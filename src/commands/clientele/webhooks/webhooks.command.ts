import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { CreateWebhookCommand } from './create-webhook.command';
import { DeleteWebhookCommand } from './delete-webhook.command';
import { ListDeadLettersCommand } from './list-dead-letters.command';
import { ListWebhooksCommand } from './list-webhooks.command';
import { PauseWebhookCommand } from './pause-webhook.command';
import { ReplayEventsCommand } from './replay-events.command';
import { ResumeWebhookCommand } from './resume-webhook.command';
import { RotateWebhookSecretCommand } from './rotate-webhook-secret.command';
import { ShowWebhookCommand } from './show-webhook.command';
import { TestWebhookCommand } from './test-webhook.command';

const COMMANDS = [
  CreateWebhookCommand,
  ListWebhooksCommand,
  ShowWebhookCommand,
  RotateWebhookSecretCommand,
  PauseWebhookCommand,
  ResumeWebhookCommand,
  DeleteWebhookCommand,
  TestWebhookCommand,
  ListDeadLettersCommand,
  ReplayEventsCommand,
];

/** `clientele webhooks`: the commands for receivers of events. */
@Command({
  name: 'webhooks',
  description: 'Makes, lists, pauses and deletes webhooks: receivers of the events of the log.',
  subCommands: COMMANDS,
})
class WebhooksCommand extends CommandGroup {}

/** What the module of the commands provides for webhooks. */
export const WEBHOOK_COMMANDS = [WebhooksCommand, ...COMMANDS];
