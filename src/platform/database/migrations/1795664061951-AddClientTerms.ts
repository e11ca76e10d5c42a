import { StatementMigration } from '../statement-migration';

export class AddClientTerms1795664061951 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "log_followers" ("name" text PRIMARY KEY NOT NULL, "next_position" bigint NOT NULL, "filled_through" text, "node" text, "node_until" bigint)',
      'CREATE TABLE "client_terms" ("kind" text NOT NULL, "term" text NOT NULL, "client_id" text NOT NULL, PRIMARY KEY ("kind", "term", "client_id")) WITHOUT ROWID',
      'CREATE INDEX "client_terms_client_id" ON "client_terms" ("client_id")',
      'CREATE TABLE "client_term_counts" ("kind" text NOT NULL, "term" text NOT NULL, "clients" bigint NOT NULL, PRIMARY KEY ("kind", "term"))',
      'CREATE INDEX "client_term_counts_clients" ON "client_term_counts" ("kind", "clients")',
    ],
    postgres: [
      'CREATE TABLE "log_followers" ("name" text NOT NULL, "next_position" bigint NOT NULL, "filled_through" text, "node" text, "node_until" bigint, CONSTRAINT "PK_5645c3efe81cb60e00c90dc3bfd" PRIMARY KEY ("name"))',
      'CREATE TABLE "client_terms" ("kind" text NOT NULL, "term" text COLLATE "C" NOT NULL, "client_id" text NOT NULL, CONSTRAINT "PK_692d7ab481511b6fd563efb1939" PRIMARY KEY ("kind", "term", "client_id"))',
      'CREATE INDEX "client_terms_client_id" ON "client_terms" ("client_id")',
      'CREATE TABLE "client_term_counts" ("kind" text NOT NULL, "term" text NOT NULL, "clients" bigint NOT NULL, CONSTRAINT "PK_235123ac3c1888ca74ed92340a3" PRIMARY KEY ("kind", "term"))',
      'CREATE INDEX "client_term_counts_clients" ON "client_term_counts" ("kind", "clients")',
    ],
  };
}
