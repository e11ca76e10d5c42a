import { StatementMigration } from '../statement-migration';

/** Clients that have another status than `active` are found by an index, to which other clients do not belong. */
export class AddStatusChanges1795651240640 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'ALTER TABLE "clients" ADD COLUMN "status_change" text',
      `CREATE INDEX "clients_not_active" ON "clients" ("status", "client_id") WHERE status <> 'active'`,
    ],
    postgres: [
      'ALTER TABLE "clients" ADD "status_change" text',
      `CREATE INDEX "clients_not_active" ON "clients" ("status", "client_id") WHERE status <> 'active'`,
    ],
  };
}
