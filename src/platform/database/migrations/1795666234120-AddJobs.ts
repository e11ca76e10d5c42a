import { StatementMigration } from '../statement-migration';

export class AddJobs1795666234120 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "jobs" ("id" text PRIMARY KEY NOT NULL, "details" text NOT NULL, "created_at" bigint NOT NULL)',
      'CREATE TABLE "job_states" ("id" text PRIMARY KEY NOT NULL, "status" text NOT NULL, "cursor" text NOT NULL, "done" bigint NOT NULL, "refused" bigint NOT NULL, "failures" text NOT NULL, "node" text, "node_until" bigint NOT NULL, "ended_at" bigint, "expires_at" bigint)',
      'CREATE INDEX "job_states_expires_at" ON "job_states" ("expires_at") WHERE expires_at IS NOT NULL',
      'CREATE INDEX "job_states_open" ON "job_states" ("node_until") WHERE expires_at IS NULL',
    ],
    postgres: [
      'CREATE TABLE "jobs" ("id" text NOT NULL, "details" text NOT NULL, "created_at" bigint NOT NULL, CONSTRAINT "PK_cf0a6c42b72fcc7f7c237def345" PRIMARY KEY ("id"))',
      'CREATE TABLE "job_states" ("id" text NOT NULL, "status" text NOT NULL, "cursor" text NOT NULL, "done" bigint NOT NULL, "refused" bigint NOT NULL, "failures" text NOT NULL, "node" text, "node_until" bigint NOT NULL, "ended_at" bigint, "expires_at" bigint, CONSTRAINT "PK_cdf73dc822a5d8bf38588a5412f" PRIMARY KEY ("id"))',
      'CREATE INDEX "job_states_expires_at" ON "job_states" ("expires_at") WHERE expires_at IS NOT NULL',
      'CREATE INDEX "job_states_open" ON "job_states" ("node_until") WHERE expires_at IS NULL',
    ],
  };
}
