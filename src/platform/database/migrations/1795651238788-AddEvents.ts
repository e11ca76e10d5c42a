import { StatementMigration } from '../statement-migration';

export class AddEvents1795651238788 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "events" ("id" text PRIMARY KEY NOT NULL, "type" text NOT NULL, "client_id" text, "revision" integer, "body" text NOT NULL)',
      'CREATE INDEX "events_client_id" ON "events" ("client_id", "id") WHERE client_id IS NOT NULL',
      'CREATE TABLE "log_entries" ("event_id" text PRIMARY KEY NOT NULL, "leaf_hash" text NOT NULL, "position" bigint)',
      'CREATE INDEX "log_entries_unsealed" ON "log_entries" ("event_id") WHERE position IS NULL',
      'CREATE UNIQUE INDEX "log_entries_position" ON "log_entries" ("position") WHERE position IS NOT NULL',
    ],
    postgres: [
      'CREATE TABLE "events" ("id" text NOT NULL, "type" text NOT NULL, "client_id" text, "revision" integer, "body" text NOT NULL, CONSTRAINT "PK_40731c7151fe4be3116e45ddf73" PRIMARY KEY ("id"))',
      'CREATE INDEX "events_client_id" ON "events" ("client_id", "id") WHERE client_id IS NOT NULL',
      'CREATE TABLE "log_entries" ("event_id" text NOT NULL, "leaf_hash" text NOT NULL, "position" bigint, CONSTRAINT "PK_99177ae8fab660ec42acd13c914" PRIMARY KEY ("event_id"))',
      'CREATE INDEX "log_entries_unsealed" ON "log_entries" ("event_id") WHERE position IS NULL',
      'CREATE UNIQUE INDEX "log_entries_position" ON "log_entries" ("position") WHERE position IS NOT NULL',
    ],
  };
}
