import { StatementMigration } from '../statement-migration';

/** Where the index could not be unique, several clients may have a value: the oldest of them gets it. */
const filledBy = (column: string): string =>
  `INSERT INTO "reserved_values" ("value", "client_id") SELECT "${column}", min("client_id") FROM "clients" WHERE "${column}" IS NOT NULL GROUP BY "${column}"`;

const FILL = [filledBy('software_instance'), filledBy('registration_hash')];
/** An operator may have dropped them: on Citus and on partitions they could not be unique. */
const DROP = ['DROP INDEX IF EXISTS "clients_software_instance"', 'DROP INDEX IF EXISTS "clients_registration_hash"'];

/** Values that one client at a time may have get a table of their own, in place of unique indexes on the clients. */
export class AddReservedValues1795690893589 extends StatementMigration {
  override readonly statements = {
    sqlite: [
      'CREATE TABLE "reserved_values" ("value" text PRIMARY KEY NOT NULL, "client_id" text NOT NULL)',
      ...FILL,
      ...DROP,
    ],
    postgres: [
      'CREATE TABLE "reserved_values" ("value" text NOT NULL, "client_id" text NOT NULL, CONSTRAINT "PK_1d9e2ed46c4a7ee9d73b93fffe9" PRIMARY KEY ("value"))',
      ...FILL,
      ...DROP,
    ],
  };
}
