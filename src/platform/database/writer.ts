import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { makeDurable } from './open-database';

/**
 * The connection that writes. A SQLite file has one of its own: what reads does not wait for it then, and sees what is
 * committed only. On PostgreSQL, and in memory, it is the one that reads too.
 */
@Injectable()
export class Writer implements OnApplicationShutdown {
  private constructor(
    readonly dataSource: DataSource,
    private readonly isItsOwn: boolean,
  ) {}

  /** The writer for the database that `reader` reads, which is kept from writing if it is another connection. */
  static async beside(reader: DataSource): Promise<Writer> {
    const { options } = reader;
    if (options.type !== 'sqlite' || options.database === ':memory:') return new Writer(reader, false);
    const dataSource = await new DataSource(options).initialize();
    await makeDurable(dataSource);
    await reader.query('PRAGMA query_only = ON');
    return new Writer(dataSource, true);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.isItsOwn) await this.dataSource.destroy();
  }
}
