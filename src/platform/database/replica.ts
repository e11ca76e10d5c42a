import { Logger } from '@nestjs/common';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { describeDatabase } from './data-source-options';
import { postgresAddress } from './postgres-address';

const RETRY_AFTER_MS = 10_000;

/** One replica of the primary. It is connected at its first use, and not used for a while after it failed. */
export class Replica {
  private readonly logger = new Logger('database');
  private dataSource: Promise<DataSource> | undefined;
  private unavailableUntil = 0;

  constructor(
    private readonly url: string,
    private readonly primary: DataSourceOptions,
  ) {}

  /** Whether a read should try it now. */
  get isInUse(): boolean {
    return Date.now() >= this.unavailableUntil;
  }

  /** Runs `read` on this replica; gives nothing if the replica does not answer, or answers with an error. */
  async attempt<Result>(read: (manager: EntityManager) => Promise<Result>): Promise<{ result: Result } | undefined> {
    try {
      this.dataSource ??= this.open();
      const { manager } = await this.dataSource;
      const result = await read(manager);
      this.markAvailable();
      return { result };
    } catch (error) {
      this.rest(error);
      return undefined;
    }
  }

  async close(): Promise<void> {
    await (await this.dataSource?.catch(() => undefined))?.destroy();
  }

  private get name(): string {
    return describeDatabase(this.url);
  }

  private open(): Promise<DataSource> {
    const extra: unknown = { ...(this.primary.extra as object), ...postgresAddress(this.url) };
    const options = { ...this.primary, extra, migrationsRun: false } as DataSourceOptions;
    return new DataSource(options).initialize().catch((error: unknown) => {
      this.dataSource = undefined;
      throw error;
    });
  }

  private markAvailable(): void {
    if (this.unavailableUntil > 0) this.logger.log({ replica: this.name }, 'a replica answers again');
    this.unavailableUntil = 0;
  }

  /** Logs that the replica stopped answering, once per outage. */
  private rest(error: unknown): void {
    if (this.unavailableUntil === 0)
      this.logger.warn({ err: error, replica: this.name }, 'a replica does not answer; the primary is read instead');
    this.unavailableUntil = Date.now() + RETRY_AFTER_MS;
  }
}
