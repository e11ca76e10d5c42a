/** A value of JSON (RFC 8259), as the operators of a policy contain it: frozen, so that it can be given to every client. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Values that are nested deeper are neither read nor compared: this limits the depth of every recursion here. */
const DEEPEST = 16;

/** Whether a value is an object with members: neither null nor a list. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/**
 * Copies and freezes a value of JSON. Gives `undefined` for what is no JSON (dates, functions, infinity) and for what is
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

/**
 * One text for all spellings of a value: two values are equal if their texts are, whatever the order of the members of
 * their objects. Gives `undefined` for what is no JSON or nested deeper than 16 levels, which equals nothing.
 */
const canonical = (value: unknown, levels = DEEPEST): string | undefined => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (levels === 0) return undefined;
  const parts = isList(value)
    ? value.map((item) => canonical(item, levels - 1))
    : Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, member]) => {
          const text = canonical(member, levels - 1);
          return text && `${JSON.stringify(name)}:${text}`;
        });
  if (parts.includes(undefined)) return undefined;
  return isList(value) ? `[${parts.join()}]` : `{${parts.join()}}`;
};

/** Whether a value is equal to a value of JSON: lists in their order, objects in any. */
export const isEqual = (value: unknown, json: Json): boolean =>
  value === json || (typeof value === 'object' && canonical(value) === canonical(json));

/** A set of JSON values, compared by what they contain. Texts, numbers and booleans cost one look-up each. */
export class JsonSet {
  private readonly plain = new Set<unknown>();
  private readonly structured = new Set<string>();

  constructor(items: readonly unknown[] = []) {
    for (const item of items) this.add(item);
  }

  has(item: unknown): boolean {
    if (typeof item !== 'object' || item === null) return this.plain.has(item);
    const text = this.structured.size > 0 ? canonical(item) : undefined;
    return text !== undefined && this.structured.has(text);
  }

  /** Gives whether the value was not there before. */
  add(item: unknown): boolean {
    const [set, key] =
      typeof item !== 'object' || item === null
        ? [this.plain, item]
        : [this.structured as Set<unknown>, canonical(item)];
    const { size } = set;
    return set.add(key).size > size;
  }
}
