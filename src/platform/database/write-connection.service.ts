import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { makeDurable } from './open-database';
import { SqliteFile } from './sqlite-file';

/**
 * The connection for writes. A SQLite file has a separate one: reads do not wait for it, and see committed data only. On
 * PostgreSQL, and in memory, reads use the same one.
 */
@Injectable()
export class WriteConnectionService implements OnApplicationShutdown {
  private constructor(
    readonly dataSource: DataSource,
    /** The file of a SQLite database, for which {@link dataSource} is a connection of its own. */
    readonly file?: SqliteFile,
  ) {}

  /** The writer for the database of `reader`. If that is another connection, it can no longer write. */
  static async beside(reader: DataSource): Promise<WriteConnectionService> {
    const { options } = reader;
    if (options.type !== 'sqlite' || options.database === ':memory:') return new WriteConnectionService(reader);
    const dataSource = await new DataSource(options).initialize();
    await makeDurable(dataSource);
    await reader.query('PRAGMA query_only = ON');
    return new WriteConnectionService(dataSource, new SqliteFile(options.database));
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.file) await this.dataSource.destroy();
  }
}
