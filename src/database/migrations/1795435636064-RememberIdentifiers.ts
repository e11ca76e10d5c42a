import { StatementMigration } from '../statement-migration';

export class RememberIdentifiers1795435636064 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "expiring_entries" ("purpose" text NOT NULL, "id" text NOT NULL, "expires_at" bigint NOT NULL, PRIMARY KEY ("purpose", "id"))',
      'CREATE INDEX "expiring_entries_expires_at" ON "expiring_entries" ("expires_at") ',
    ],
    postgres: [
      'CREATE TABLE "expiring_entries" ("purpose" text NOT NULL, "id" text NOT NULL, "expires_at" bigint NOT NULL, CONSTRAINT "PK_86fff275f315994c840044cd34c" PRIMARY KEY ("purpose", "id"))',
      'CREATE INDEX "expiring_entries_expires_at" ON "expiring_entries" ("expires_at") ',
    ],
  };
}
