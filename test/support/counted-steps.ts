type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/** What a call may look at, at most: the entries of what it is called on, or of what it is given. */
const ofItself = (subject: unknown): number => {
  const { length, size } = subject as { length?: number; size?: number };
  return length ?? size ?? 1;
};
const ofParameter = (_: unknown, parameter: unknown): number =>
  typeof parameter === 'object' && parameter !== null ? Object.getOwnPropertyNames(parameter).length : 1;
const one = (): number => 1;

/** The calls that search or go through a collection, and what each of them costs. */
const COSTS: readonly [object, readonly string[], (subject: unknown, parameter: unknown) => number][] = [
  [
    Array.prototype,
    ['includes', 'indexOf', 'find', 'findIndex', 'filter', 'some', 'every', 'map', 'flatMap', 'sort'],
    ofItself,
  ],
  [String.prototype, ['includes', 'indexOf', 'split', 'replace', 'replaceAll', 'toLowerCase'], ofItself],
  [URLSearchParams.prototype, ['has', 'get', 'getAll', 'delete', 'set'], ofItself],
  [Object, ['keys', 'values', 'entries'], ofParameter],
  [Set.prototype, ['has', 'add'], one],
  [Map.prototype, ['has', 'get', 'set', 'delete'], one],
];

/**
 * Runs `work` and counts what its searches may have looked at: each call of a built-in that searches counts as many steps
 * as its collection has entries. Unlike time, that is the same on every machine. What `work` throws is a result too.
 */
export const countedSteps = (work: () => unknown): number => {
  let steps = 0;
  const undo: (() => void)[] = [];
  for (const [owner, names, costOf] of COSTS)
    for (const name of names) {
      const original = Reflect.get(owner, name) as Method;
      const counting: Method = function (...parameters) {
        steps += costOf(this, parameters[0]);
        return Reflect.apply(original, this, parameters);
      };
      Reflect.set(owner, name, counting);
      undo.push(() => void Reflect.set(owner, name, original));
    }
  try {
    work();
  } catch {
    // a refusal costs what it costs
  } finally {
    for (const restore of undo) restore();
  }
  return steps;
};
