import { StatementMigration } from '../statement-migration';

/** Clients that were registered before have no initial access token. */
export class AddInitialAccessTokens1795645380066 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "initial_access_tokens" ("id" text PRIMARY KEY NOT NULL, "uses_left" integer, "expires_at" bigint, "revoked_at" bigint, "key_version" integer NOT NULL, "created_at" bigint NOT NULL, "details" text NOT NULL)',
      'ALTER TABLE "clients" ADD COLUMN "initial_access_token" text',
      'CREATE INDEX "clients_initial_access_token" ON "clients" ("initial_access_token") WHERE initial_access_token IS NOT NULL',
    ],
    postgres: [
      'CREATE TABLE "initial_access_tokens" ("id" text NOT NULL, "uses_left" integer, "expires_at" bigint, "revoked_at" bigint, "key_version" integer NOT NULL, "created_at" bigint NOT NULL, "details" text NOT NULL, CONSTRAINT "PK_a28f9e6cd5c339429c4ea382b69" PRIMARY KEY ("id"))',
      'ALTER TABLE "clients" ADD "initial_access_token" text',
      'CREATE INDEX "clients_initial_access_token" ON "clients" ("initial_access_token") WHERE initial_access_token IS NOT NULL',
    ],
  };
}
