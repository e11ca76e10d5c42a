import { StatementMigration } from '../statement-migration';

export class AddClientsOfEnvironment1795446330191 extends StatementMigration {
  override readonly statements = {
    sqlite: ['CREATE INDEX "clients_of_environment" ON "clients" ("origin") WHERE origin = \'environment\''],
    postgres: ['CREATE INDEX "clients_of_environment" ON "clients" ("origin") WHERE origin = \'environment\''],
  };
}
