import { StatementMigration } from '../statement-migration';

/** Clients that were registered before have no policy. */
export class AddPolicies1795643691908 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "policies" ("name" text PRIMARY KEY NOT NULL, "version" integer NOT NULL)',
      'CREATE TABLE "policy_versions" ("name" text NOT NULL, "version" integer NOT NULL, "document" text NOT NULL, "content_hash" text NOT NULL, "created_at" bigint NOT NULL, PRIMARY KEY ("name", "version"))',
      'ALTER TABLE "clients" ADD COLUMN "policy" text',
      'ALTER TABLE "clients" ADD COLUMN "policy_version" integer',
    ],
    postgres: [
      'CREATE TABLE "policies" ("name" text NOT NULL, "version" integer NOT NULL, CONSTRAINT "PK_3d6f8d44a991b53e2899a65ebaf" PRIMARY KEY ("name"))',
      'CREATE TABLE "policy_versions" ("name" text NOT NULL, "version" integer NOT NULL, "document" text NOT NULL, "content_hash" text NOT NULL, "created_at" bigint NOT NULL, CONSTRAINT "PK_9cff54cbedd1f5263cddbc008fd" PRIMARY KEY ("name", "version"))',
      'ALTER TABLE "clients" ADD "policy" text',
      'ALTER TABLE "clients" ADD "policy_version" integer',
    ],
  };
}
