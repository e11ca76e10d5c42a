import { StatementMigration } from '../statement-migration';

export class AddClientImports1795663527017 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "client_imports" ("id" text PRIMARY KEY NOT NULL, "done" integer NOT NULL, "updated_at" bigint NOT NULL)',
    ],
    postgres: [
      'CREATE TABLE "client_imports" ("id" text NOT NULL, "done" integer NOT NULL, "updated_at" bigint NOT NULL, CONSTRAINT "PK_e770b42f83651413dd89b2ef8ed" PRIMARY KEY ("id"))',
    ],
  };
}
