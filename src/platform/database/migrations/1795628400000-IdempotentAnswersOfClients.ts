import { StatementMigration } from '../statement-migration';

/** Responses that were stored before belong to no client. They expire within a day. */
export class IdempotentAnswersOfClients1795628400000 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      `ALTER TABLE "idempotent_answers" ADD COLUMN "client_id" text NOT NULL DEFAULT ('')`,
      'CREATE INDEX "idempotent_answers_client_id" ON "idempotent_answers" ("client_id")',
    ],
    postgres: [
      `ALTER TABLE "idempotent_answers" ADD "client_id" text NOT NULL DEFAULT ''`,
      'CREATE INDEX "idempotent_answers_client_id" ON "idempotent_answers" ("client_id")',
    ],
  };
}
