import { StatementMigration } from '../statement-migration';

export class AddRateLimitCounts1795651292625 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "rate_limit_counts" ("key" text PRIMARY KEY NOT NULL, "points" integer NOT NULL, "expire" bigint NOT NULL)',
      'CREATE INDEX "rate_limit_counts_expire" ON "rate_limit_counts" ("expire") ',
    ],
    postgres: [
      'CREATE TABLE "rate_limit_counts" ("key" text NOT NULL, "points" integer NOT NULL, "expire" bigint NOT NULL, CONSTRAINT "PK_e2927fdb1147ca5d43e0ac1d73a" PRIMARY KEY ("key"))',
      'CREATE INDEX "rate_limit_counts_expire" ON "rate_limit_counts" ("expire") ',
    ],
  };
}
