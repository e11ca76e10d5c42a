import { StatementMigration } from '../statement-migration';

export class CreateClientsAndSigningKeys1795435281803 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "signing_keys" ("kid" text PRIMARY KEY NOT NULL, "alg" text NOT NULL, "number" integer NOT NULL, "public_jwk" text NOT NULL, "sealed_private_jwk" text NOT NULL, "created_at" bigint NOT NULL, CONSTRAINT "signing_keys_one_per_number" UNIQUE ("alg", "number"))',
      'CREATE TABLE "clients" ("client_id" text PRIMARY KEY NOT NULL, "origin" text NOT NULL, "metadata" text NOT NULL, "client_secrets" text NOT NULL, "registration_access_tokens" text NOT NULL, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL)',
    ],
    postgres: [
      'CREATE TABLE "signing_keys" ("kid" text NOT NULL, "alg" text NOT NULL, "number" integer NOT NULL, "public_jwk" text NOT NULL, "sealed_private_jwk" text NOT NULL, "created_at" bigint NOT NULL, CONSTRAINT "signing_keys_one_per_number" UNIQUE ("alg", "number"), CONSTRAINT "PK_13362ac3e792c69417e1a53d355" PRIMARY KEY ("kid"))',
      'CREATE TABLE "clients" ("client_id" text NOT NULL, "origin" text NOT NULL, "metadata" text NOT NULL, "client_secrets" text NOT NULL, "registration_access_tokens" text NOT NULL, "created_at" bigint NOT NULL, "updated_at" bigint NOT NULL, CONSTRAINT "PK_49e91f1e368e3f760789e7764aa" PRIMARY KEY ("client_id"))',
    ],
  };
}
