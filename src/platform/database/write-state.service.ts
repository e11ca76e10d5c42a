import { Injectable, Logger } from '@nestjs/common';
import { lacksConnection } from './lacks-connection';
import { DatabaseFileLost } from './sqlite-file';
import { isUnavailable, reasonOf } from './unavailable';
import { WriteConnectionService } from './write-connection.service';

/** Since when the database takes no writes, and why it did not take the last one. */
export interface WriteFailure {
  readonly reason: string;
  readonly since: Date;
}

/** Whether the database takes writes, by the writes of this process. The log has the beginning and the end of a failure. */
@Injectable()
export class WriteStateService {
  private readonly logger = new Logger('database');
  private current: WriteFailure | undefined;
  private hasFailedSinceCheck = false;

  constructor(private readonly writer: WriteConnectionService) {}

  /** The failure of the last writes; nothing if they succeed. */
  get failure(): WriteFailure | undefined {
    return this.current;
  }

  /** Whether the file of SQLite was deleted, moved or replaced. */
  isFileLost(): boolean {
    const { file } = this.writer;
    if (!file || file.isInPlace) return false;
    this.note(new DatabaseFileLost(file.path));
    return true;
  }

  /** Notes the error of a write, if the database could not take it. */
  note(error: unknown): void {
    if (!isUnavailable(error) || isOfOneStatement(error)) return;
    const reason = reasonOf(error);
    if (!this.current) this.logger.error({ reason }, 'the database takes no writes');
    this.current = { reason, since: this.current?.since ?? new Date() };
    this.hasFailedSinceCheck = true;
  }

  /**
   * Has `write` store something if writes failed, but none since the last check, and ends the failure if it succeeds. Throws
   * the error of `write` if it says nothing about the database.
   */
  async check(write: () => Promise<unknown>): Promise<void> {
    if (this.isFileLost() || !this.current) return;
    const isRecent = this.hasFailedSinceCheck;
    this.hasFailedSinceCheck = false;
    if (isRecent) return;
    try {
      await write();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      this.note(error);
      return;
    }
    this.logger.log({ since: this.current.since }, 'the database takes writes again');
    this.current = undefined;
  }
}

/** A lost race, a statement or a wait for a lock that took too long: others were stored meanwhile. */
const OF_ONE_STATEMENT = new Set(['40001', '40P01', '57014', '55P03']);

/** Whether an error is about the rows of one statement, such as those on a dead node of a distributed engine. */
const isOfOneStatement = (error: unknown): boolean => {
  const { code } = (error as { driverError?: { code?: unknown } }).driverError ?? {};
  return OF_ONE_STATEMENT.has(String(code)) || lacksConnection(error);
};
