import { StatementMigration } from '../statement-migration';

export class AddRegistrars1795651382674 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "registrars" ("client_id" text PRIMARY KEY NOT NULL, "expires_at" bigint, "revoked_at" bigint, "created_at" bigint NOT NULL, "details" text NOT NULL)',
    ],
    postgres: [
      'CREATE TABLE "registrars" ("client_id" text NOT NULL, "expires_at" bigint, "revoked_at" bigint, "created_at" bigint NOT NULL, "details" text NOT NULL, CONSTRAINT "PK_1cd45b456cdaf4992a5e1b5656c" PRIMARY KEY ("client_id"))',
    ],
  };
}
