import { Command, CommandRunner } from 'nest-commander';
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
class WebhooksCommand extends CommandRunner {
  /** Without one of the commands below it, it prints the usage and exits 1. */
  override run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = 1;
    return Promise.resolve();
  }
}

/** What the module of the commands provides for webhooks. */
export const WEBHOOK_COMMANDS = [WebhooksCommand, ...COMMANDS];
