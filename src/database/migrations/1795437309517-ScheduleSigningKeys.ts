import { StatementMigration } from '../statement-migration';

export class ScheduleSigningKeys1795437309517 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "temporary_signing_keys" ("kid" text PRIMARY KEY NOT NULL, "alg" text NOT NULL, "number" integer NOT NULL, "public_jwk" text NOT NULL, "sealed_private_jwk" text NOT NULL, "created_at" bigint NOT NULL, "signs_from" bigint NOT NULL DEFAULT (0), CONSTRAINT "signing_keys_one_per_number" UNIQUE ("alg", "number"))',
      'INSERT INTO "temporary_signing_keys"("kid", "alg", "number", "public_jwk", "sealed_private_jwk", "created_at") SELECT "kid", "alg", "number", "public_jwk", "sealed_private_jwk", "created_at" FROM "signing_keys"',
      'DROP TABLE "signing_keys"',
      'ALTER TABLE "temporary_signing_keys" RENAME TO "signing_keys"',
    ],
    postgres: ['ALTER TABLE "signing_keys" ADD "signs_from" bigint NOT NULL DEFAULT \'0\''],
  };
}
