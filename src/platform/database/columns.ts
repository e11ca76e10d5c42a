import type { ColumnOptions } from 'typeorm';

/** A moment as whole milliseconds since 1970: the same on both databases, and PostgreSQL's driver gives bigint as text. */
export const moment: ColumnOptions = {
  type: 'bigint',
  transformer: {
    to: (date?: Date) => date?.getTime(),
    from: (ms: string | number | null) => (ms === null ? null : new Date(Number(ms))),
  },
};

/** A JSON value as text, so that it comes back byte for byte and in its order on both databases. */
export const json: ColumnOptions = { type: 'simple-json' };
