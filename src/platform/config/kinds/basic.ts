import { availableParallelism } from 'node:os';
import type { VariableKind } from '../variable';
import { split, when } from './read-text';

const MOST_WORKERS = 1024;

export const text = (): VariableKind<string> => ({ read: (value) => value, rule: 'a text' });

export const integer = (min: number, max: number): VariableKind<number> => ({
  read: (value) => when(Number(value), /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max),
  rule: `a whole number from ${min} to ${max}`,
});

/** A number of processes, or `auto`: as many as there are cores for this process. */
export const workers = (): VariableKind<number> => ({
  read: (value) => (value === 'auto' ? availableParallelism() : integer(1, MOST_WORKERS).read(value)),
  rule: `a whole number from 1 to ${MOST_WORKERS}, or auto`,
});

export const flag = (): VariableKind<boolean> => ({
  read: (value) => when(value === 'true', value === 'true' || value === 'false'),
  rule: 'true or false',
});

export const oneOf = <const Value extends string>(values: readonly Value[]): VariableKind<Value> => ({
  read: (value) => values.find((known) => known === value),
  rule: `one of ${values.join(', ')}`,
});

export const words = (): VariableKind<string[]> => ({ read: split, rule: 'words separated by spaces' });

export const someOf = <const Value extends string>(values: readonly Value[]): VariableKind<Value[]> => ({
  read: (value) => {
    const known = split(value).filter((word): word is Value => values.some((one) => one === word));
    return when(known, known.length === split(value).length);
  },
  rule: `some of ${values.join(', ')}, separated by spaces`,
});

/** The name of an HTTP header, in lower case as Node compares it. */
export const headerName = (): VariableKind<string> => ({
  read: (value) => when(value.toLowerCase(), /^[A-Za-z0-9-]+$/.test(value)),
  rule: 'the name of a header',
});

/** Names of HTTP headers (RFC 9110 section 5.1). */
export const headerNames = (): VariableKind<string[]> => ({
  read: (value) =>
    when(
      split(value),
      split(value).every((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)),
    ),
  rule: 'names of headers, separated by spaces',
});
