import { DataSource, type DataSourceOptions } from 'typeorm';
import { StartFailure } from '../../platform/config/start-failure';
import { ALL_ENTITIES } from '../../platform/database/all-entities';
import { requireNoUnfinishedCopy } from '../../platform/database/copy/copy-mark';
import { dataSourceOptions, requireDatabase } from '../../platform/database/data-source-options';
import { unusable } from '../../platform/database/open-database';
import { type SchemaDifference, schemaDifference } from '../../platform/database/schema';

/** How the database is opened. */
interface Opening {
  readonly databaseUrl: string;
  readonly timeoutMs: number;
}

/** The database of `DATABASE_URL` as it is: it is neither made nor migrated, and nothing is written to it. */
export class ExaminedDatabase {
  private constructor(
    private readonly opened: DataSource | undefined,
    /** Why it cannot be used; absent if it can. */
    readonly failure: string | undefined,
    /** How its schema differs from that of this program; absent if it cannot be read. */
    readonly difference: SchemaDifference | undefined,
  ) {}

  static async open(opening: Opening): Promise<ExaminedDatabase> {
    let dataSource: DataSource | undefined;
    try {
      requireDatabase(opening.databaseUrl, 'clientele migrate --create-database');
      dataSource = await new DataSource(optionsOf(opening)).initialize();
      if (dataSource.options.type === 'sqlite') await dataSource.query('PRAGMA query_only = ON');
      await requireNoUnfinishedCopy(dataSource);
      return new ExaminedDatabase(dataSource, undefined, await schemaDifference(dataSource));
    } catch (cause) {
      if (dataSource?.isInitialized) await dataSource.destroy();
      return new ExaminedDatabase(undefined, unusable('DATABASE_URL', opening.databaseUrl, cause).message, undefined);
    }
  }

  /** Whether the checks with this need can run. */
  has(need: 'database' | 'schema' | undefined): boolean {
    if (need === undefined) return true;
    const { opened, difference } = this;
    return opened !== undefined && (need === 'database' || (difference?.missing.length ?? 1) === 0);
  }

  /** The connection. Throws {@link StartFailure} if there is none. */
  get dataSource(): DataSource {
    if (!this.opened) throw new StartFailure(this.failure);
    return this.opened;
  }

  get isPostgres(): boolean {
    return this.dataSource.options.type === 'postgres';
  }

  /** The rows of a query that both databases understand. */
  rows<Row>(text: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.dataSource.query<Row[]>(text, [...parameters]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.opened?.destroy();
  }
}

const optionsOf = ({ databaseUrl, timeoutMs }: Opening): DataSourceOptions => ({
  ...dataSourceOptions(databaseUrl, false, { poolSize: 2, timeoutMs }),
  entities: [...ALL_ENTITIES],
});
