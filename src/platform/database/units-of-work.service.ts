import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BatchWriter } from './batch-writer';
import { CombinedStatement, hasRefused } from './combined-statement';
import { executeWithin } from './execute';
import { queueTimeoutOf } from './queue-timeout';
import { SqliteTriggers } from './sqlite-triggers';
import { TransactionsService } from './transactions.service';
import {
  type GroupedStatement,
  type RunStatement,
  type StatementItem,
  UnitOfWork,
  type UnitPart,
} from './unit-of-work';

/**
 * On PostgreSQL, several batches are committed at once, on several connections: one waits for the disk while the next
 * is written.
 */
const MOST_BATCHES: Readonly<Record<string, number>> = { postgres: 2, sqlite: 1 };
const MOST_UNITS = 64;

/** The part of a context that carries the unit to which further changes belong. */
export interface UnitHolder {
  readonly unit?: UnitOfWork | undefined;
}

/** Work that adds to a unit, with the context that carries it. */
type Work<Context, Result> = (
  unit: UnitOfWork,
  context: Context & { readonly unit: UnitOfWork },
) => Result | Promise<Result>;

/** Commits units of work; several requests share a commit. */
@Injectable()
export class UnitsOfWorkService {
  private readonly logger = new Logger('database');
  private readonly batches: BatchWriter<UnitOfWork, Error | undefined>;
  /** Whether the database takes the statements of several tables as one. */
  private combines: boolean;
  /** On SQLite, they run as one by a trigger. */
  private readonly triggers: SqliteTriggers | undefined;

  constructor(
    dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.combines = dataSource.options.type === 'postgres';
    if (!this.combines) this.triggers = new SqliteTriggers((text, values) => transactions.statement(text, values));
    const limits = {
      mostItems: MOST_UNITS,
      mostGroups: MOST_BATCHES[dataSource.options.type] ?? 1,
      queueTimeoutMs: queueTimeoutOf(dataSource),
      keysOf,
    };
    this.batches = new BatchWriter(limits, (units) => this.write(units));
  }

  /**
   * Runs `work`, which adds to a unit, then commits the unit. Resolves once it is durable. If `context` already has a
   * unit, `work` adds to that one, and its creator commits it; it is not committed if `work` throws, even if the error
   * is caught. Throws the error of `work`, the refusal of a part, or the `QueryFailedError` of the database. Nothing of
   * the unit is stored then.
   */
  async run<Context extends object, Result>(
    context: Context & UnitHolder,
    work: Work<Context, Result>,
  ): Promise<Result> {
    if (context.unit) return this.addTo(context.unit, context, work);
    const unit = new UnitOfWork();
    try {
      const result = await this.addTo(unit, context, work);
      unit.close();
      await this.commit(unit);
      this.complete(unit);
      return result;
    } catch (error) {
      await this.abandon(unit);
      throw error;
    }
  }

  private async addTo<Context extends object, Result>(
    unit: UnitOfWork,
    context: Context,
    work: Work<Context, Result>,
  ): Promise<Result> {
    try {
      return await work(unit, { ...context, unit });
    } catch (error) {
      unit.fail(error);
      throw error;
    }
  }

  private complete({ afterwards }: UnitOfWork): void {
    for (const work of afterwards)
      try {
        work();
      } catch (error) {
        this.logger.error({ err: error }, 'work after a commit failed');
      }
  }

  private async abandon({ afterwardsFailed }: UnitOfWork): Promise<void> {
    for (const work of afterwardsFailed)
      await work().catch((error: unknown) => {
        this.logger.error({ err: error }, 'work after a failure failed');
      });
  }

  private async commit(unit: UnitOfWork): Promise<void> {
    if (unit.isEmpty) return;
    try {
      const failure = unit.steps.length > 0 ? (await this.write([unit]))[0] : await this.batches.add(unit);
      if (failure) throw failure;
    } catch (error) {
      throw unit.explained(error);
    }
  }

  /**
   * Writes the units and returns the error of each that failed. Failed units are left out when the others are tried
   * again.
   */
  private async write(units: readonly UnitOfWork[]): Promise<(Error | undefined)[]> {
    const failures = new Map<UnitOfWork, Error>();
    let refused: ReadonlyMap<UnitOfWork, Error>;
    do {
      refused = await this.attempt(units.filter((unit) => !failures.has(unit)));
      for (const [unit, error] of refused) failures.set(unit, error);
    } while (refused.size > 0 && failures.size < units.length);
    return units.map((unit) => failures.get(unit));
  }

  /** Whether the groups may be written by one statement, which needs no transaction. */
  private isOneStatement(groups: readonly Group[]): boolean {
    return this.combines || (this.triggers !== undefined && groups.every(({ statement }) => statement.hasOneText));
  }

  /**
   * Writes all groups by one statement. Returns false if nothing is written: because units have to be refused, or because the
   * database takes no writing statements below WITH: Citus does not, although it speaks the protocol of PostgreSQL.
   */
  private async isWrittenAsOne(groups: readonly Group[]): Promise<boolean> {
    const combined = new CombinedStatement();
    for (const group of groups) group.combine(combined);
    try {
      const mayRefuse = groups.some(({ statement }) => statement.mayRefuse);
      await this.writeAll(combined, mayRefuse);
      return true;
    } catch (error) {
      if (hasRefused(error)) return false;
      if (!this.combines || !isUnsupported(error)) throw error;
      this.combines = false;
      return false;
    }
  }

  private async writeAll(combined: CombinedStatement, mayRefuse: boolean): Promise<void> {
    if (this.triggers && (mayRefuse || combined.parts.length > 1)) await this.triggers.write(combined);
    else await this.transactions.statement(mayRefuse ? combined.checked : combined.unchecked, combined.parameters);
  }

  /** Commits all units or none. If none, returns the units that caused the failure. */
  private async attempt(units: readonly UnitOfWork[]): Promise<ReadonlyMap<UnitOfWork, Error>> {
    const steps = units.flatMap((unit) => unit.steps);
    const groups = groupsOf(units);
    if (steps.length === 0 && this.isOneStatement(groups) && (await this.isWrittenAsOne(groups))) return NONE;
    try {
      await this.transactions.run(async (manager: EntityManager) => {
        for (const step of steps) await step(manager);
        for (const one of groups) {
          const refused = await one.write((text, parameters) => executeWithin(manager, text, parameters));
          if (refused.size > 0) throw new UnitsRefused(refused);
        }
      });
      return NONE;
    } catch (error) {
      if (error instanceof UnitsRefused) return error.refused;
      throw error;
    }
  }
}

/** Whether the database does not support what a statement asks for (SQLSTATE 0A000). */
const isUnsupported = (error: unknown): boolean =>
  (error as { driverError?: { code?: unknown } }).driverError?.code === '0A000';

const NONE: ReadonlyMap<UnitOfWork, Error> = new Map();

/** Undoes the transaction. */
class UnitsRefused extends Error {
  constructor(readonly refused: ReadonlyMap<UnitOfWork, Error>) {
    super('units were refused');
  }
}

const keysOf = (unit: UnitOfWork): string[] => unit.parts.flatMap(({ statement, item }) => statement.keyOf(item) ?? []);

/** The items of one statement, of all units. */
class Group {
  private readonly parts: { readonly unit: UnitOfWork; readonly refusal: () => Error }[] = [];
  private readonly items: unknown[] = [];

  constructor(readonly statement: GroupedStatement<unknown>) {}

  add(unit: UnitOfWork, { item, refusal }: UnitPart): void {
    this.parts.push({ unit, refusal });
    this.items.push(item);
  }

  /** Adds an item that belongs to several units, after those that belong to one. */
  addShared(item: unknown): void {
    this.items.push(item);
  }

  /** The items of other statements that are written with those of this one. */
  get itemsOfOthers(): readonly StatementItem[] {
    return this.statement.itemsWith?.(this.items) ?? [];
  }

  /** Adds the statements that write all items. */
  combine(into: CombinedStatement): void {
    this.statement.combine(into, this.items);
  }

  /** Returns the units that have an item which was not written. */
  async write(run: RunStatement): Promise<ReadonlyMap<UnitOfWork, Error>> {
    const written = await this.statement.write(run, this.items);
    const refused = new Map<UnitOfWork, Error>();
    this.parts.forEach(({ unit, refusal }, index) => {
      if (written[index] !== true) refused.set(unit, refusal());
    });
    return refused;
  }
}

const groupsOf = (units: readonly UnitOfWork[]): Group[] => {
  const groups = new Map<GroupedStatement<unknown>, Group>();
  const groupOf = (statement: GroupedStatement<unknown>): Group => {
    const group = groups.get(statement) ?? new Group(statement);
    groups.set(statement, group);
    return group;
  };
  for (const unit of units) for (const part of unit.parts) groupOf(part.statement).add(unit, part);
  const shared = [...groups.values()].flatMap((group) => group.itemsOfOthers);
  for (const { statement, item } of shared) groupOf(statement).addShared(item);
  return [...groups.values()].sort((one, other) => (one.statement.order < other.statement.order ? -1 : 1));
};
