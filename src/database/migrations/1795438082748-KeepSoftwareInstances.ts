import { StatementMigration } from '../statement-migration';

export class KeepSoftwareInstances1795438082748 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "temporary_clients" ("client_id" text PRIMARY KEY NOT NULL, "origin" text NOT NULL, "metadata" text NOT NULL, "client_secrets" text NOT NULL, "registration_access_tokens" text NOT NULL, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL, "software_instance" text)',
      'INSERT INTO "temporary_clients"("client_id", "origin", "metadata", "client_secrets", "registration_access_tokens", "created_at", "updated_at") SELECT "client_id", "origin", "metadata", "client_secrets", "registration_access_tokens", "created_at", "updated_at" FROM "clients"',
      'DROP TABLE "clients"',
      'ALTER TABLE "temporary_clients" RENAME TO "clients"',
      'CREATE UNIQUE INDEX "clients_software_instance" ON "clients" ("software_instance") ',
    ],
    postgres: [
      'ALTER TABLE "clients" ADD "software_instance" text',
      'CREATE UNIQUE INDEX "clients_software_instance" ON "clients" ("software_instance") ',
    ],
  };
}
