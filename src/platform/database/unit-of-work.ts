import type { EntityManager } from 'typeorm';
import type { CombinedStatement } from './combined-statement';
import type { Row } from './rows';

/** Runs a statement, written for both databases, and gives the rows that it returns. */
export type RunStatement = (text: string, parameters: unknown[]) => Promise<readonly Row[]>;

/** Writes the rows of one kind for all units of a batch by one statement. */
export interface GroupedStatement<Item> {
  /** The statements of a batch run in the order of these texts, the same on all nodes. */
  readonly order: string;
  /** Whether it may leave items unwritten. If it does, nothing of its batch is stored. */
  readonly mayRefuse: boolean;
  /** Whether {@link combine} adds the same text on SQLite, whatever the items are, so that it is prepared once. */
  readonly hasOneText?: true;
  /** A key that only one item of a batch may have: units with the same key are written one after the other. */
  keyOf(item: Item): string | undefined;
  /**
   * Writes items in a transaction. Gives which of them were written. Throws `QueryFailedError` if the database refuses all of
   * them.
   */
  write(run: RunStatement, items: readonly Item[]): Promise<readonly boolean[]>;
  /** Adds what writes all of the items to the statements of other groups, which run as one. */
  combine(into: CombinedStatement, items: readonly Item[]): void;
  /** The items of other statements that are written with all of these, such as one event for all of them. */
  itemsWith?(items: readonly Item[]): readonly StatementItem[];
}

/** An item of a grouped statement. */
export interface StatementItem {
  readonly statement: GroupedStatement<unknown>;
  readonly item: unknown;
}

/** An item that belongs to a unit. */
export interface UnitPart extends StatementItem {
  /** The error of the unit if the item is not written. */
  readonly refusal: () => Error;
}

/** Statements of this unit alone. The unit is then a transaction of its own. */
export type Step = (manager: EntityManager) => Promise<unknown>;

/** Returns the error of the caller for an error of the database, or nothing if it does not know that error. */
export type Explanation = (error: unknown) => Error | undefined;

/**
 * All that one change writes: it is committed as a whole or not at all. Units of several requests share a commit, in
 * which each grouped statement runs once for all of them.
 */
export class UnitOfWork {
  readonly parts: UnitPart[] = [];
  readonly steps: Step[] = [];
  private readonly explanations: Explanation[] = [];
  private readonly completions: (() => void)[] = [];
  private readonly failureWork: (() => Promise<void>)[] = [];
  private isOpen = true;
  private failed: { readonly error: unknown } | undefined;

  get isEmpty(): boolean {
    return this.parts.length + this.steps.length === 0;
  }

  /** The work after the commit, in the order in which it was registered. */
  get afterwards(): readonly (() => void)[] {
    return this.completions;
  }

  /** The work after a failure, in the order in which it was registered. */
  get afterwardsFailed(): readonly (() => Promise<void>)[] {
    return this.failureWork;
  }

  /** Adds an item of a grouped statement. If it is not written, the unit fails with `refusal`. */
  add<Item>(statement: GroupedStatement<Item>, item: Item, refusal: () => Error = unexpected): void {
    this.requireOpen();
    this.parts.push({ statement, item, refusal });
  }

  /**
   * Adds statements that run before all grouped ones. If they throw, the unit fails with that error. They may run more
   * than once.
   */
  addStep(step: Step): void {
    this.requireOpen();
    this.steps.push(step);
  }

  /** Registers work for after the commit. Its errors are logged and do not reach the caller. */
  afterCommit(work: () => void): void {
    this.requireOpen();
    this.completions.push(work);
  }

  /**
   * Registers work for the case that nothing of the unit is stored; its caller waits for it. Its errors are logged and do
   * not reach the caller.
   */
  afterFailure(work: () => Promise<void>): void {
    this.requireOpen();
    this.failureWork.push(work);
  }

  /** Registers a function that translates a `QueryFailedError` of this unit. */
  explainFailure(explanation: Explanation): void {
    this.explanations.push(explanation);
  }

  /** The error for the caller of a unit that failed with `error`. */
  explained(error: unknown): unknown {
    for (const explain of this.explanations) {
      const explained = explain(error);
      if (explained) return explained;
    }
    return error;
  }

  /** Makes the unit fail with `error`, so that no part of its change is committed. */
  fail(error: unknown): void {
    this.failed ??= { error };
  }

  /** Ends the collection of changes, before the commit. Throws the error of {@link fail}. */
  close(): void {
    this.isOpen = false;
    if (this.failed) throw this.failed.error;
  }

  /** Throws if the unit is closed: a change that is added after the commit would be lost silently. */
  private requireOpen(): void {
    if (!this.isOpen) throw new Error('the unit of work is closed: its context was used after it');
  }
}

const unexpected = (): Error => new Error('a row was not written');
