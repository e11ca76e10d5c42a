import { StatementMigration } from '../statement-migration';

export class AddWebhooks1795654993663 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "webhooks" ("id" text PRIMARY KEY NOT NULL, "url" text NOT NULL, "status" text NOT NULL DEFAULT (\'active\'), "status_reason" text, "status_since" bigint NOT NULL, "next_position" bigint NOT NULL, "checkpoint_due_at" bigint, "checkpoint_size" bigint NOT NULL DEFAULT (0), "failures" integer NOT NULL DEFAULT (0), "probe_at" bigint, "probes" integer NOT NULL DEFAULT (0), "secrets" text NOT NULL, "details" text NOT NULL, "created_at" bigint NOT NULL)',
      'CREATE TABLE "webhook_deliveries" ("webhook_id" text NOT NULL, "message_id" text NOT NULL, "type" text NOT NULL, "position" bigint NOT NULL, "line" text NOT NULL, "attempts" integer NOT NULL DEFAULT (0), "next_attempt_at" bigint NOT NULL, "claim" text, "claimed_until" bigint NOT NULL DEFAULT (0), "dead_at" bigint, "last_error" text, PRIMARY KEY ("webhook_id", "message_id"))',
      'CREATE INDEX "webhook_deliveries_dead" ON "webhook_deliveries" ("webhook_id", "message_id") WHERE dead_at IS NOT NULL',
      'CREATE INDEX "webhook_deliveries_line" ON "webhook_deliveries" ("webhook_id", "line", "position") WHERE dead_at IS NULL',
      'CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" ("webhook_id", "attempts", "next_attempt_at") WHERE dead_at IS NULL',
    ],
    postgres: [
      'CREATE TABLE "webhooks" ("id" text NOT NULL, "url" text NOT NULL, "status" text NOT NULL DEFAULT \'active\', "status_reason" text, "status_since" bigint NOT NULL, "next_position" bigint NOT NULL, "checkpoint_due_at" bigint, "checkpoint_size" bigint NOT NULL DEFAULT \'0\', "failures" integer NOT NULL DEFAULT \'0\', "probe_at" bigint, "probes" integer NOT NULL DEFAULT \'0\', "secrets" text NOT NULL, "details" text NOT NULL, "created_at" bigint NOT NULL, CONSTRAINT "PK_9e8795cfc899ab7bdaa831e8527" PRIMARY KEY ("id"))',
      'CREATE TABLE "webhook_deliveries" ("webhook_id" text NOT NULL, "message_id" text NOT NULL, "type" text NOT NULL, "position" bigint NOT NULL, "line" text NOT NULL, "attempts" integer NOT NULL DEFAULT \'0\', "next_attempt_at" bigint NOT NULL, "claim" text, "claimed_until" bigint NOT NULL DEFAULT \'0\', "dead_at" bigint, "last_error" text, CONSTRAINT "PK_c40cc022cb238bed299206a809e" PRIMARY KEY ("webhook_id", "message_id"))',
      'CREATE INDEX "webhook_deliveries_dead" ON "webhook_deliveries" ("webhook_id", "message_id") WHERE dead_at IS NOT NULL',
      'CREATE INDEX "webhook_deliveries_line" ON "webhook_deliveries" ("webhook_id", "line", "position") WHERE dead_at IS NULL',
      'CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" ("webhook_id", "attempts", "next_attempt_at") WHERE dead_at IS NULL',
    ],
  };
}
