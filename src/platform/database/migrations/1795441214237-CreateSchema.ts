import { StatementMigration } from '../statement-migration';

export class CreateSchema1795441214237 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "signing_keys" ("kid" text PRIMARY KEY NOT NULL, "alg" text NOT NULL, "number" integer NOT NULL, "public_jwk" text NOT NULL, "sealed_private_jwk" text NOT NULL, "created_at" bigint NOT NULL, "signs_from" bigint NOT NULL DEFAULT (0), CONSTRAINT "signing_keys_one_per_number" UNIQUE ("alg", "number"))',
      'CREATE TABLE "expiring_entries" ("purpose" text NOT NULL, "id" text NOT NULL, "expires_at" bigint NOT NULL, PRIMARY KEY ("purpose", "id"))',
      'CREATE INDEX "expiring_entries_expires_at" ON "expiring_entries" ("expires_at") ',
      'CREATE TABLE "clients" ("client_id" text PRIMARY KEY NOT NULL, "origin" text NOT NULL, "status" text NOT NULL DEFAULT (\'active\'), "metadata" text NOT NULL, "client_secrets" text NOT NULL, "registration_access_tokens" text NOT NULL, "software_instance" text, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL, "last_used_at" bigint, "version" integer NOT NULL DEFAULT (1), "revision" integer NOT NULL DEFAULT (1))',
      'CREATE UNIQUE INDEX "clients_software_instance" ON "clients" ("software_instance") ',
      'CREATE TABLE "idempotent_answers" ("id" text PRIMARY KEY NOT NULL, "request_hash" text NOT NULL, "sealed_answer" text NOT NULL, "expires_at" bigint NOT NULL)',
      'CREATE INDEX "idempotent_answers_expires_at" ON "idempotent_answers" ("expires_at") ',
    ],
    postgres: [
      'CREATE TABLE "signing_keys" ("kid" text NOT NULL, "alg" text NOT NULL, "number" integer NOT NULL, "public_jwk" text NOT NULL, "sealed_private_jwk" text NOT NULL, "created_at" bigint NOT NULL, "signs_from" bigint NOT NULL DEFAULT \'0\', CONSTRAINT "signing_keys_one_per_number" UNIQUE ("alg", "number"), CONSTRAINT "PK_13362ac3e792c69417e1a53d355" PRIMARY KEY ("kid"))',
      'CREATE TABLE "expiring_entries" ("purpose" text NOT NULL, "id" text NOT NULL, "expires_at" bigint NOT NULL, CONSTRAINT "PK_86fff275f315994c840044cd34c" PRIMARY KEY ("purpose", "id"))',
      'CREATE INDEX "expiring_entries_expires_at" ON "expiring_entries" ("expires_at") ',
      'CREATE TABLE "clients" ("client_id" text NOT NULL, "origin" text NOT NULL, "status" text NOT NULL DEFAULT \'active\', "metadata" text NOT NULL, "client_secrets" text NOT NULL, "registration_access_tokens" text NOT NULL, "software_instance" text, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL, "last_used_at" bigint, "version" integer NOT NULL DEFAULT \'1\', "revision" integer NOT NULL DEFAULT \'1\', CONSTRAINT "PK_49e91f1e368e3f760789e7764aa" PRIMARY KEY ("client_id"))',
      'CREATE UNIQUE INDEX "clients_software_instance" ON "clients" ("software_instance") ',
      'CREATE TABLE "idempotent_answers" ("id" text NOT NULL, "request_hash" text NOT NULL, "sealed_answer" text NOT NULL, "expires_at" bigint NOT NULL, CONSTRAINT "PK_241d3986cdc6309a3706821a581" PRIMARY KEY ("id"))',
      'CREATE INDEX "idempotent_answers_expires_at" ON "idempotent_answers" ("expires_at") ',
    ],
  };
}
