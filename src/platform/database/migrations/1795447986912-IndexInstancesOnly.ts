import { StatementMigration } from '../statement-migration';

const statements = [
  'DROP INDEX "clients_software_instance"',
  'CREATE UNIQUE INDEX "clients_software_instance" ON "clients" ("software_instance") WHERE software_instance IS NOT NULL',
];

/** Written by hand: TypeORM does not compare the conditions of indexes. */
export class IndexInstancesOnly1795447986912 extends StatementMigration {
  override readonly statements = { sqlite: statements, postgres: statements };
}
