import { StatementMigration } from '../statement-migration';

/** Until when a receiver asked not to be sent messages. */
export class AddWebhookWait1795668000000 extends StatementMigration {
  override readonly statements = {
    sqlite: ['ALTER TABLE "webhooks" ADD COLUMN "held_until" bigint'],
    postgres: ['ALTER TABLE "webhooks" ADD "held_until" bigint'],
  };
}
