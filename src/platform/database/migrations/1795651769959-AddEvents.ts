import { StatementMigration } from '../statement-migration';

export class AddEvents1795651769959 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "events" ("id" text PRIMARY KEY NOT NULL, "type" text NOT NULL, "client_id" text, "revision" integer, "body" text NOT NULL)',
      'CREATE INDEX "events_client_id" ON "events" ("client_id", "id") WHERE client_id IS NOT NULL',
    ],
    postgres: [
      'CREATE TABLE "events" ("id" text NOT NULL, "type" text NOT NULL, "client_id" text, "revision" integer, "body" text NOT NULL, CONSTRAINT "PK_40731c7151fe4be3116e45ddf73" PRIMARY KEY ("id"))',
      'CREATE INDEX "events_client_id" ON "events" ("client_id", "id") WHERE client_id IS NOT NULL',
    ],
  };
}
