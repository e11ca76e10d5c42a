import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { databaseKind } from './test-database';
import type { TestServer } from './test-server';

const TABLES = ['clients', 'expiring_entries'];

const FULL = [
  `CREATE FUNCTION refuse_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
   END $$`,
  ...TABLES.map((table) => `CREATE TRIGGER disk_full BEFORE INSERT ON ${table} EXECUTE FUNCTION refuse_write()`),
];

/** A database that answers and takes no writes: a SQLite that is read-only, a PostgreSQL whose disk is full (SQLSTATE 53100). */
export class RefusedWrites {
  private constructor(private readonly server: TestServer) {}

  static async in(server: TestServer): Promise<RefusedWrites> {
    const refused = new RefusedWrites(server);
    await refused.run(databaseKind === 'sqlite' ? ['PRAGMA query_only = ON'] : FULL);
    return refused;
  }

  end(): Promise<void> {
    const isSqlite = databaseKind === 'sqlite';
    return this.run(
      isSqlite ? ['PRAGMA query_only = OFF'] : TABLES.map((table) => `DROP TRIGGER disk_full ON ${table}`),
    );
  }

  private async run(statements: readonly string[]): Promise<void> {
    const { dataSource } = this.server.app.get(WriteConnectionService);
    for (const statement of statements) await dataSource.query(statement);
  }
}
