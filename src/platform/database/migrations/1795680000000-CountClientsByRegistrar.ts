import { StatementMigration } from '../statement-migration';

const AGAIN = [`UPDATE log_followers SET filled_through = '', node = NULL WHERE name = 'client_terms'`];

/** Registrars are terms of clients: the index of clients reads all of them again, and adds what it lacks. */
export class CountClientsByRegistrar1795680000000 extends StatementMigration {
  override readonly statements = { sqlite: AGAIN, postgres: AGAIN };
}
