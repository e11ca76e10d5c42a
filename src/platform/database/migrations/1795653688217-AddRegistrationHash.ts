import { StatementMigration } from '../statement-migration';

/** Clients that equal registrations get. Those that were registered before belong to one caller each. */
export class AddRegistrationHash1795653688217 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'ALTER TABLE "clients" ADD COLUMN "registration_hash" text',
      'CREATE UNIQUE INDEX "clients_registration_hash" ON "clients" ("registration_hash") WHERE registration_hash IS NOT NULL',
    ],
    postgres: [
      'ALTER TABLE "clients" ADD "registration_hash" text',
      'CREATE UNIQUE INDEX "clients_registration_hash" ON "clients" ("registration_hash") WHERE registration_hash IS NOT NULL',
    ],
  };
}
