import { StatementMigration } from '../statement-migration';

const LIST = `'[{"name":"' || policy || '"' || coalesce(',"version":' || cast(policy_version AS text), '') || '}]'`;

/** A client keeps a list of policies with their versions instead of one. Names of policies contain no quotes. */
export class AddPoliciesOfClients1795646000000 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'ALTER TABLE "clients" ADD COLUMN "policies" text',
      `UPDATE "clients" SET "policies" = ${LIST} WHERE "policy" IS NOT NULL`,
      'ALTER TABLE "clients" DROP COLUMN "policy"',
      'ALTER TABLE "clients" DROP COLUMN "policy_version"',
    ],
    postgres: [
      'ALTER TABLE "clients" ADD "policies" text',
      `UPDATE "clients" SET "policies" = ${LIST} WHERE "policy" IS NOT NULL`,
      'ALTER TABLE "clients" DROP COLUMN "policy"',
      'ALTER TABLE "clients" DROP COLUMN "policy_version"',
    ],
  };
}
