import { StatementMigration } from '../statement-migration';

/** How many clients of a credential exist, for the credentials that have a quota. */
export class AddClientCounts1795653438094 extends StatementMigration {
  override readonly statements = {
    sqlite: ['CREATE TABLE "client_counts" ("credential" text PRIMARY KEY NOT NULL, "living" integer NOT NULL)'],
    postgres: [
      'CREATE TABLE "client_counts" ("credential" text NOT NULL, "living" integer NOT NULL, CONSTRAINT "PK_428d847cffe60e57f7bb39ef526" PRIMARY KEY ("credential"))',
    ],
  };
}
