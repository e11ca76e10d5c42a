import { StatementMigration } from '../statement-migration';

export class ManageClients1795439423340 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "idempotent_answers" ("id" text PRIMARY KEY NOT NULL, "request_hash" text NOT NULL, "sealed_answer" text NOT NULL, "expires_at" bigint NOT NULL)',
      'CREATE INDEX "idempotent_answers_expires_at" ON "idempotent_answers" ("expires_at") ',
      'DROP INDEX "clients_software_instance"',
      'CREATE TABLE "temporary_clients" ("client_id" text PRIMARY KEY NOT NULL, "origin" text NOT NULL, "metadata" text NOT NULL, "client_secrets" text NOT NULL, "registration_access_tokens" text NOT NULL, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL, "software_instance" text, "status" text NOT NULL DEFAULT (\'active\'), "last_used_at" bigint, "version" integer NOT NULL DEFAULT (1), "revision" integer NOT NULL DEFAULT (1))',
      'INSERT INTO "temporary_clients"("client_id", "origin", "metadata", "client_secrets", "registration_access_tokens", "created_at", "updated_at", "software_instance") SELECT "client_id", "origin", "metadata", "client_secrets", "registration_access_tokens", "created_at", "updated_at", "software_instance" FROM "clients"',
      'DROP TABLE "clients"',
      'ALTER TABLE "temporary_clients" RENAME TO "clients"',
      'CREATE UNIQUE INDEX "clients_software_instance" ON "clients" ("software_instance") ',
    ],
    postgres: [
      'CREATE TABLE "idempotent_answers" ("id" text NOT NULL, "request_hash" text NOT NULL, "sealed_answer" text NOT NULL, "expires_at" bigint NOT NULL, CONSTRAINT "PK_241d3986cdc6309a3706821a581" PRIMARY KEY ("id"))',
      'CREATE INDEX "idempotent_answers_expires_at" ON "idempotent_answers" ("expires_at") ',
      'ALTER TABLE "clients" ADD "status" text NOT NULL DEFAULT \'active\'',
      'ALTER TABLE "clients" ADD "last_used_at" bigint',
      'ALTER TABLE "clients" ADD "version" integer NOT NULL DEFAULT \'1\'',
      'ALTER TABLE "clients" ADD "revision" integer NOT NULL DEFAULT \'1\'',
    ],
  };
}
