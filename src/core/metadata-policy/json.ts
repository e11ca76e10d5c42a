import { canonicalJson } from '../json/canonical-json';

/** A JSON value (RFC 8259) of a policy. It is frozen, because the metadata of many clients may contain it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Values that are nested deeper are neither read nor compared. This limits the depth of every recursion here. */
const DEEPEST = 16;

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/**
 * Copies and freezes a JSON value. Gives `undefined` for a value that is not JSON (a date, a function, infinity) or is
 * nested deeper than 16 levels.
 */
export const readJson = (value: unknown, levels = DEEPEST): Json | undefined => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (levels === 0 || typeof value !== 'object') return undefined;
  if (isList(value)) {
    const items = value.map((item) => readJson(item, levels - 1));
    return items.every((item) => item !== undefined) ? Object.freeze(items) : undefined;
  }
  if (!isPlain(value)) return undefined;
  const members = Object.entries(value).map(([name, member]) => [name, readJson(member, levels - 1)] as const);
  return members.every((member): member is [string, Json] => member[1] !== undefined)
    ? Object.freeze(Object.fromEntries(members))
    : undefined;
};

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value) as object);

/** Whether a value equals a JSON value. The order of lists counts, the order of members does not. */
export const isEqual = (value: unknown, json: Json): boolean =>
  value === json || (typeof value === 'object' && canonicalJson(value) === canonicalJson(json));

/** A set of JSON values, in which equal objects are the same. A string, number or boolean costs one look-up. */
export class JsonSet {
  private readonly plain = new Set<unknown>();
  private readonly structured = new Set<string>();

  constructor(items: readonly unknown[] = []) {
    for (const item of items) this.add(item);
  }

  has(item: unknown): boolean {
    if (typeof item !== 'object' || item === null) return this.plain.has(item);
    const text = this.structured.size > 0 ? canonicalJson(item) : undefined;
    return text !== undefined && this.structured.has(text);
  }

  /** Adds a value. Gives whether it is new. */
  add(item: unknown): boolean {
    const [set, key] =
      typeof item !== 'object' || item === null
        ? [this.plain, item]
        : [this.structured as Set<unknown>, canonicalJson(item)];
    const { size } = set;
    return set.add(key).size > size;
  }
}
