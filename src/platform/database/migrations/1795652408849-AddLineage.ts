import { StatementMigration } from '../statement-migration';

/** What brought a client. Of clients that were registered before, it is not known. */
export class AddLineage1795652408849 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'ALTER TABLE "clients" ADD COLUMN "registrar" text',
      'ALTER TABLE "clients" ADD COLUMN "lineage" text',
      'CREATE INDEX "clients_registrar" ON "clients" ("registrar") WHERE registrar IS NOT NULL',
    ],
    postgres: [
      'ALTER TABLE "clients" ADD "registrar" text',
      'ALTER TABLE "clients" ADD "lineage" text',
      'CREATE INDEX "clients_registrar" ON "clients" ("registrar") WHERE registrar IS NOT NULL',
    ],
  };
}
