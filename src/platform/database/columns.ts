import type { ColumnOptions } from 'typeorm';

/**
 * A time as whole milliseconds since 1970, the same on both databases. The transformer is needed because the PostgreSQL
 * driver returns bigint as text.
 */
export const moment: ColumnOptions = {
  type: 'bigint',
  transformer: {
    to: (date?: Date) => date?.getTime(),
    from: (ms: string | number | null) => (ms === null ? null : new Date(Number(ms))),
  },
};

/** A JSON value as text, so that both databases preserve its bytes and the order of its members. */
export const json: ColumnOptions = { type: 'simple-json' };

/** A whole number of up to 53 bits. The transformer is needed because the PostgreSQL driver returns bigint as text. */
export const wholeNumber = {
  type: 'bigint',
  transformer: { to: (value?: number) => value, from: (value: string | number) => Number(value) },
} satisfies ColumnOptions;
