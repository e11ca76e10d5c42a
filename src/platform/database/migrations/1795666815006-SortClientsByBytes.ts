import { StatementMigration } from '../statement-migration';

export class SortClientsByBytes1795666815006 extends StatementMigration {
  override readonly statements = {
    sqlite: [],
    postgres: [
      'DROP INDEX "public"."clients_not_active"',
      'DROP INDEX "public"."clients_registrar"',
      'DROP INDEX "public"."clients_initial_access_token"',
      'ALTER TABLE "clients" ALTER COLUMN "client_id" TYPE text COLLATE "C"',
      'ALTER TABLE "client_terms" ALTER COLUMN "client_id" TYPE text COLLATE "C"',
      'CREATE INDEX "clients_registrar" ON "clients" ("registrar", "client_id") WHERE registrar IS NOT NULL',
      'CREATE INDEX "clients_initial_access_token" ON "clients" ("initial_access_token", "client_id") WHERE initial_access_token IS NOT NULL',
      'CREATE INDEX "clients_not_active" ON "clients" ("status", "client_id") WHERE status <> \'active\'',
    ],
  };
}
