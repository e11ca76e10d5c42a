import { StatementMigration } from '../statement-migration';

export class AddSealing1795653321039 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "checkpoints" ("size" bigint PRIMARY KEY NOT NULL, "note" text NOT NULL, "created_at" bigint NOT NULL)',
      'CREATE TABLE "log_tree" ("id" integer PRIMARY KEY NOT NULL, "size" bigint NOT NULL, "subtrees" text NOT NULL, "sealed_through" text NOT NULL)',
      'CREATE TABLE "log_entries" ("position" bigint PRIMARY KEY NOT NULL, "event_id" text NOT NULL, "leaf_hash" text NOT NULL, "keyed_hash" text NOT NULL)',
      'CREATE UNIQUE INDEX "log_entries_event_id" ON "log_entries" ("event_id") ',
      'CREATE TABLE "checkpoint_keys" ("number" integer PRIMARY KEY NOT NULL, "verifier_key" text NOT NULL, "sealed_private_key" text NOT NULL, "created_at" bigint NOT NULL)',
    ],
    postgres: [
      'CREATE TABLE "checkpoints" ("size" bigint NOT NULL, "note" text NOT NULL, "created_at" bigint NOT NULL, CONSTRAINT "PK_7990a008df7b6cbb2e43d7f616b" PRIMARY KEY ("size"))',
      'CREATE TABLE "log_tree" ("id" integer NOT NULL, "size" bigint NOT NULL, "subtrees" text NOT NULL, "sealed_through" text NOT NULL, CONSTRAINT "PK_3c085dc5035cee113ef90ae66bc" PRIMARY KEY ("id"))',
      'CREATE TABLE "log_entries" ("position" bigint NOT NULL, "event_id" text NOT NULL, "leaf_hash" text NOT NULL, "keyed_hash" text NOT NULL, CONSTRAINT "PK_68549c495435eac8a11f6ccaeb4" PRIMARY KEY ("position"))',
      'CREATE UNIQUE INDEX "log_entries_event_id" ON "log_entries" ("event_id") ',
      'CREATE TABLE "checkpoint_keys" ("number" integer NOT NULL, "verifier_key" text NOT NULL, "sealed_private_key" text NOT NULL, "created_at" bigint NOT NULL, CONSTRAINT "PK_891f73366ace4ab260be65938c4" PRIMARY KEY ("number"))',
    ],
  };
}
