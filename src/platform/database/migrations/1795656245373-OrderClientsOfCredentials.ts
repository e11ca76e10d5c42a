import { StatementMigration } from '../statement-migration';

export class OrderClientsOfCredentials1795656245373 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'DROP INDEX "clients_registrar"',
      'DROP INDEX "clients_initial_access_token"',
      'CREATE INDEX "clients_registrar" ON "clients" ("registrar", "client_id") WHERE registrar IS NOT NULL',
      'CREATE INDEX "clients_initial_access_token" ON "clients" ("initial_access_token", "client_id") WHERE initial_access_token IS NOT NULL',
    ],
    postgres: [
      'DROP INDEX "public"."clients_initial_access_token"',
      'DROP INDEX "public"."clients_registrar"',
      'CREATE INDEX "clients_registrar" ON "clients" ("registrar", "client_id") WHERE registrar IS NOT NULL',
      'CREATE INDEX "clients_initial_access_token" ON "clients" ("initial_access_token", "client_id") WHERE initial_access_token IS NOT NULL',
    ],
  };
}
