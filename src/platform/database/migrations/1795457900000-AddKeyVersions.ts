import { StatementMigration } from '../statement-migration';

const INDEX = 'CREATE INDEX "clients_key_versions" ON "clients" ("key_versions")';

/**
 * The part that fills the column is written by hand: the version of a key precedes the first dot of each hash and seal.
 */
export class AddKeyVersions1795457900000 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      `ALTER TABLE "clients" ADD COLUMN "key_versions" text NOT NULL DEFAULT ('')`,
      `UPDATE clients SET key_versions = coalesce((
        SELECT group_concat(version, ' ') FROM (
          SELECT DISTINCT substr(atom, 1, instr(atom, '.') - 1) AS version
          FROM json_tree(json_array(json(client_secrets), json(registration_access_tokens)))
          WHERE key IN ('hash', 'sealed') ORDER BY version
        )), '') WHERE origin = 'registration'`,
      INDEX,
    ],
    postgres: [
      `ALTER TABLE "clients" ADD "key_versions" text NOT NULL DEFAULT ''`,
      `UPDATE clients SET key_versions = coalesce((
        SELECT string_agg(version, ' ' ORDER BY version) FROM (
          SELECT DISTINCT split_part(made.value, '.', 1) AS version
          FROM jsonb_array_elements(client_secrets::jsonb || registration_access_tokens::jsonb) AS kept,
            jsonb_each_text(kept) AS made
          WHERE made.key IN ('hash', 'sealed')
        ) AS versions), '') WHERE origin = 'registration'`,
      INDEX,
    ],
  };
}
