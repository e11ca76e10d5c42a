import { StatementMigration } from '../statement-migration';

export class AddHourlyCounts1795667512398 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "hourly_counts" ("hour" bigint NOT NULL, "measure" text NOT NULL, "value" text NOT NULL, "count" bigint NOT NULL, PRIMARY KEY ("hour", "measure", "value"))',
    ],
    postgres: [
      'CREATE TABLE "hourly_counts" ("hour" bigint NOT NULL, "measure" text NOT NULL, "value" text NOT NULL, "count" bigint NOT NULL, CONSTRAINT "PK_7147f1eb99fa2cdc8007c62bd91" PRIMARY KEY ("hour", "measure", "value"))',
    ],
  };
}
