import type { DataSource } from 'typeorm';
import { requireDatabase } from '../data-source-options';
import { copiedTables, isServed, nameOf, openSource, openTarget } from './copy-ends';
import type { CopiedTable } from './copied-table';
import { markFinished } from './copy-mark';
import { compareTable, type TableComparison } from './table-comparison';
import { TableReader } from './table-reader';
import { TableWriter } from './table-writer';

/** What is copied, and to where; the addresses may have passwords. */
export interface RegistryCopy {
  readonly source: string;
  readonly target: string;
  /** Whether the copy is finished although servers use the source: what they write later is not in it. */
  readonly whileServed: boolean;
  /** Called at the beginning of each part of the work. */
  readonly begin: (label: string, rows: number) => PartOfCopy;
}

/** How far a part of the work is. */
export interface PartOfCopy {
  readonly advance: () => void;
  readonly end: () => void;
}

/** The result of a copy. */
export interface CopyReport {
  /** The last comparison of each table. */
  readonly tables: readonly TableComparison[];
  /** Whether both sides were equal in that comparison. */
  readonly isEqual: boolean;
  /** Whether servers use the source. */
  readonly isServed: boolean;
  /** Whether the target may be used. If it may not, the same copy can be repeated, and copies what changed. */
  readonly isFinished: boolean;
}

/** How often the source is read again because it changed while it was copied. */
const MOST_ROUNDS = 3;

/**
 * Copies every table to an empty database, and compares both sides row by row. The rows that the target has are the
 * position: a copy that was interrupted, or whose source has changed, goes on with the rows that differ. Each round reads
 * one state of the source. Memory does not grow with the registry. Throws `StartFailure` if one of the databases cannot be
 * used, and the error of the database if a row cannot be stored.
 */
export const copyRegistry = async ({ source, target, whileServed, begin }: RegistryCopy): Promise<CopyReport> => {
  requireDatabase(source, 'clientele migrate --create-database');
  const served = await isServed(source);
  const from = await openSource(source);
  try {
    const to = await openTarget(target, from, nameOf(source));
    try {
      const tables = await copyUntilEqual(from, to, begin);
      const isEqual = tables.every(({ differences }) => differences === 0);
      const isFinished = isEqual && (whileServed || !served);
      if (isFinished) await markFinished(to);
      return { tables, isEqual, isServed: served, isFinished };
    } finally {
      await to.destroy();
    }
  } finally {
    await from.destroy();
  }
};

const copyUntilEqual = async (
  from: DataSource,
  to: DataSource,
  begin: RegistryCopy['begin'],
): Promise<readonly TableComparison[]> => {
  for (let round = 1; ; round += 1) {
    await overBoth(from, to, async (tables, source, target) => {
      const part = begin('rows copied', await rowsIn(tables, source));
      try {
        for (const table of tables) await copyTable(table, { source, target, to, onRow: part.advance });
      } finally {
        part.end();
      }
    });
    const compared = await compareAll(from, to, begin);
    if (round === MOST_ROUNDS || compared.every(({ differences }) => differences === 0)) return compared;
  }
};

const compareAll = (
  from: DataSource,
  to: DataSource,
  begin: RegistryCopy['begin'],
): Promise<readonly TableComparison[]> =>
  overBoth(from, to, async (tables, source, target) => {
    const part = begin('rows compared', await rowsIn(tables, source));
    const compared: TableComparison[] = [];
    try {
      for (const table of tables) compared.push(await compareTable(table, source, target, { onRow: part.advance }));
    } finally {
      part.end();
    }
    return compared;
  });

/** Runs `work` on one state of the source. */
const overBoth = async <Result>(
  from: DataSource,
  to: DataSource,
  work: (tables: readonly CopiedTable[], source: TableReader, target: TableReader) => Promise<Result>,
): Promise<Result> => {
  const source = await TableReader.ofSnapshot(from);
  try {
    const target = await TableReader.ofTarget(to);
    try {
      return await work(copiedTables(from), source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};

const rowsIn = async (tables: readonly CopiedTable[], reader: TableReader): Promise<number> => {
  let rows = 0;
  for (const table of tables) rows += await reader.count(table);
  return rows;
};

interface TableCopy {
  readonly source: TableReader;
  readonly target: TableReader;
  readonly to: DataSource;
  readonly onRow: () => void;
}

/**
 * Makes the target have the rows of the source. What differs is deleted before anything is inserted, so that a value of a
 * unique index may have moved from one row to another.
 */
const copyTable = async (table: CopiedTable, { source, target, to, onRow }: TableCopy): Promise<void> => {
  if ((await target.count(table)) > 0) {
    const deleted = new TableWriter(to, table, 'delete');
    await compareTable(table, source, target, {
      onDifference: ({ kind, row }) => (kind === 'missing' ? Promise.resolve() : deleted.add(row)),
    });
    await deleted.flush();
  }
  const inserted = new TableWriter(to, table, 'insert');
  await compareTable(table, source, target, {
    onRow,
    onDifference: ({ kind, row }) => (kind === 'missing' ? inserted.add(row) : Promise.resolve()),
  });
  await inserted.flush();
};
