import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BatchWriter } from './batch-writer';
import { executeWithin } from './execute';
import { queueTimeoutOf } from './queue-timeout';
import { Transactions } from './transactions';
import { type GroupedStatement, type RunStatement, UnitOfWork, type UnitPart } from './unit-of-work';

/** PostgreSQL, which commits on several connections, gets the next batch while one waits for the disk. */
const MOST_BATCHES: Readonly<Record<string, number>> = { postgres: 2, sqlite: 1 };
const MOST_UNITS = 64;

/** What an argument may carry from service to service: the unit that further changes belong to. */
export interface UnitHolder {
  readonly unit?: UnitOfWork | undefined;
}

/** Work that adds to a unit, with the context that carries it. */
type Work<Context, Result> = (
  unit: UnitOfWork,
  context: Context & { readonly unit: UnitOfWork },
) => Result | Promise<Result>;

/** Commits units of work, and those of several requests together. */
@Injectable()
export class UnitsOfWork {
  private readonly logger = new Logger('database');
  private readonly batches: BatchWriter<UnitOfWork, Error | undefined>;

  constructor(
    dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {
    const limits = {
      mostItems: MOST_UNITS,
      mostGroups: MOST_BATCHES[dataSource.options.type] ?? 1,
      queueTimeoutMs: queueTimeoutOf(dataSource),
      keysOf,
    };
    this.batches = new BatchWriter(limits, (units) => this.write(units));
  }

  /**
   * Runs `work`, which adds to a unit, then commits that; resolves once it is durable. If `context` already has a unit,
   * `work` adds to that one, and whatever made it commits it; it is not committed if `work` throws, even if the error is
   * caught. Throws what `work` throws, the refusal of a part, or the `QueryFailedError` of the database; then nothing of
   * the unit is stored.
   */
  async run<Context extends object, Result>(
    context: Context & UnitHolder,
    work: Work<Context, Result>,
  ): Promise<Result> {
    const unit = context.unit ?? new UnitOfWork();
    const result = await this.add(unit, () => work(unit, { ...context, unit }));
    if (context.unit) return result;
    unit.close();
    await this.commit(unit);
    this.complete(unit);
    return result;
  }

  private async add<Result>(unit: UnitOfWork, work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work();
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

  private async commit(unit: UnitOfWork): Promise<void> {
    if (unit.isEmpty) return;
    try {
      const failure = unit.steps.length > 0 ? (await this.write([unit]))[0] : await this.batches.add(unit);
      if (failure) throw failure;
    } catch (error) {
      throw unit.explained(error);
    }
  }

  /** Writes the units; gives for each the error that it failed with. Those that fail are left out of a new attempt. */
  private async write(units: readonly UnitOfWork[]): Promise<(Error | undefined)[]> {
    const failures = new Map<UnitOfWork, Error>();
    let refused: ReadonlyMap<UnitOfWork, Error>;
    do {
      refused = await this.attempt(units.filter((unit) => !failures.has(unit)));
      for (const [unit, error] of refused) failures.set(unit, error);
    } while (refused.size > 0 && failures.size < units.length);
    return units.map((unit) => failures.get(unit));
  }

  /** Commits all units, or none: then gives those to blame. */
  private async attempt(units: readonly UnitOfWork[]): Promise<ReadonlyMap<UnitOfWork, Error>> {
    const steps = units.flatMap((unit) => unit.steps);
    const [group, ...others] = groupsOf(units);
    if (group && others.length === 0 && steps.length === 0 && !group.statement.mayRefuse) {
      await group.write((text, parameters) => this.transactions.statement(text, parameters));
      return NONE;
    }
    try {
      await this.transactions.run(async (manager: EntityManager) => {
        for (const step of steps) await step(manager);
        for (const one of group ? [group, ...others] : []) {
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
  private readonly units: UnitOfWork[] = [];
  private readonly parts: UnitPart[] = [];

  constructor(readonly statement: GroupedStatement<unknown>) {}

  add(unit: UnitOfWork, part: UnitPart): void {
    this.units.push(unit);
    this.parts.push(part);
  }

  /** Gives the units of which an item was not written. */
  async write(run: RunStatement): Promise<ReadonlyMap<UnitOfWork, Error>> {
    const written = await this.statement.write(
      run,
      this.parts.map(({ item }) => item),
    );
    const refused = new Map<UnitOfWork, Error>();
    this.parts.forEach(({ refusal }, index) => {
      const unit = this.units[index];
      if (unit && written[index] !== true) refused.set(unit, refusal());
    });
    return refused;
  }
}

const groupsOf = (units: readonly UnitOfWork[]): Group[] => {
  const groups = new Map<GroupedStatement<unknown>, Group>();
  for (const unit of units)
    for (const part of unit.parts) {
      const group = groups.get(part.statement) ?? new Group(part.statement);
      groups.set(part.statement, group);
      group.add(unit, part);
    }
  return [...groups.values()].sort((one, other) => (one.statement.order < other.statement.order ? -1 : 1));
};
