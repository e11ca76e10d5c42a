import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source-options';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { databaseKind } from './test-database';
import type { TestServer } from './test-server';

/** A database that answers and takes no writes: it became read-only. */
export class RefusedWrites {
  private constructor(private readonly server: TestServer) {}

  static async in(server: TestServer): Promise<RefusedWrites> {
    const refused = new RefusedWrites(server);
    if (databaseKind === 'sqlite') await refused.setQueryOnly(true);
    else await refused.setReadOnly(true);
    return refused;
  }

  async end(): Promise<void> {
    if (databaseKind === 'sqlite') await this.setQueryOnly(false);
    else await this.setReadOnly(false);
  }

  private async setQueryOnly(isQueryOnly: boolean): Promise<void> {
    const { dataSource } = this.server.app.get(WriteConnectionService);
    await dataSource.query(`PRAGMA query_only = ${isQueryOnly ? 'ON' : 'OFF'}`);
  }

  /** For new connections, and there are no others afterwards. */
  private async setReadOnly(isReadOnly: boolean): Promise<void> {
    const dataSource = await new DataSource(dataSourceOptions(this.server.database.url)).initialize();
    await dataSource.query('SET default_transaction_read_only = off');
    const name = new URL(this.server.database.url).pathname.slice(1);
    await dataSource.query(`ALTER DATABASE ${name} SET default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`);
    await dataSource.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await dataSource.destroy();
  }
}
