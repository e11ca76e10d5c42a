import { StatementMigration } from '../statement-migration';

/** When an operator decided that users are not asked about the client of a document. */
export class AddDocumentConsent1795690000000 extends StatementMigration {
  override readonly statements = {
    sqlite: ['ALTER TABLE "client_documents" ADD COLUMN "consent_disabled_at" bigint'],
    postgres: ['ALTER TABLE "client_documents" ADD "consent_disabled_at" bigint'],
  };
}
