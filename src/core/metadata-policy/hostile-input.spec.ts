import { aPolicy, faultsOf, outcomeOf, sound } from '../../../test/support/a-policy';
import { compilePolicy } from './compile-policy';
import { mergePolicies } from './merge-policies';
import { parsePolicy } from './parse-policy';
import type { MetadataPolicy } from './policy';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const objects = (count: number): object[] => numbers(count).map((n) => ({ n }));

/** How often a list is read while something is done with it. */
const readsOf = (list: readonly unknown[], act: (list: readonly unknown[]) => void): number => {
  let reads = 0;
  act(
    new Proxy(list, {
      get: (target, name, receiver) => {
        reads += 1;
        return Reflect.get(target, name, receiver) as unknown;
      },
    }),
  );
  return reads;
};

/** How often a set is asked or changed while something is done: each comparison of values is one of these. */
const comparisonsOf = (act: () => void): number => {
  const spies = [jest.spyOn(Set.prototype, 'has'), jest.spyOn(Set.prototype, 'add')];
  act();
  const calls = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return calls;
};

describe('values nested deep', () => {
  const deep: unknown = JSON.parse('{"a":['.repeat(50_000) + ']}'.repeat(50_000));

  it('equal no value of a policy', () => {
    expect(outcomeOf(aPolicy({ m: { one_of: [{ a: 1 }] } }), { m: deep })).toHaveLength(1);
    expect(outcomeOf(aPolicy({ m: { superset_of: [{ a: 1 }] } }), { m: [deep] })).toHaveLength(1);
    expect(outcomeOf(aPolicy({ m: { subset_of: [{ a: 1 }] } }), { m: [deep, { a: 1 }] })).toEqual({ m: [{ a: 1 }] });
    expect(outcomeOf(aPolicy({ m: { value: { a: 1 } } }), { m: deep })).toEqual({ m: { a: 1 } });
  });

  it('are present, and are not strings', () => {
    expect(outcomeOf(aPolicy({ m: { essential: true } }), { m: deep })).toHaveProperty('m');
    expect(outcomeOf(aPolicy({ m: { max_length: 5 } }), { m: deep })).toHaveLength(1);
  });
});

describe('the cost of long lists is linear', () => {
  const operators: readonly (readonly [string, (list: unknown) => Readonly<Record<string, unknown>>])[] = [
    ['add', (list) => ({ add: list })],
    ['subset_of', (list) => ({ subset_of: list })],
    ['superset_of', (list) => ({ superset_of: list })],
    ['max_length', () => ({ max_length: 5 })],
    ['max_items', () => ({ max_items: 5 })],
    ['hosts', () => ({ hosts: ['a.example'] })],
  ];

  it.each(operators)(
    '%s reads each value of a member a few times, whatever the length of its own list',
    (_, operatorOf) => {
      const reads = [1000, 10_000].map((count) => {
        const policy = compilePolicy(aPolicy({ m: operatorOf(numbers(count)) }));
        return readsOf(numbers(count), (m) => policy.apply({ m })) / count;
      });
      expect(Math.max(...reads)).toBeLessThan(10);
    },
  );

  it.each([
    ['texts', numbers],
    ['objects', objects],
  ])('applying, reading and merging compare each of the %s a few times', (_, itemsOf) => {
    const act = (count: number): void => {
      const items = itemsOf(count);
      const operators = { subset_of: items, superset_of: items, add: items };
      const policy = sound(
        mergePolicies(aPolicy({ m: operators }), aPolicy({ m: operators })),
      ) satisfies MetadataPolicy;
      compilePolicy(policy).apply({ m: items });
    };
    const comparisons = [1000, 4000].map((count) => comparisonsOf(() => void act(count)) / count);
    expect(comparisons[1]).toBeCloseTo(comparisons[0] ?? 0, 0);
    expect(Math.max(...comparisons)).toBeLessThan(60);
  });

  it('a host is compared with the domains above it only', () => {
    const hosts = numbers(2000).flatMap((n) => [`*.h${n}.example`, `a.h${n}.example`]);
    const merge = (): void => void mergePolicies(aPolicy({ m: { hosts } }), aPolicy({ m: { hosts } }));
    expect(comparisonsOf(merge) / hosts.length).toBeLessThan(20);
  });
});

it('a list names ten of the values that it refuses', () => {
  const m = numbers(300_000).map(() => 'ab');
  expect(outcomeOf(aPolicy({ m: { max_length: 1 } }), { m })).toHaveLength(10);
  expect(outcomeOf(aPolicy({ m: { superset_of: ['c'] } }), { m })).toHaveLength(1);
});

it('a policy of many faults has all of them', () => {
  const operators = Object.fromEntries(numbers(150_000).map((n) => [`unknown operator ${n}`, n]));
  expect(faultsOf(parsePolicy({ name: 'a', metadata_policy: { m: operators } }))).toHaveLength(150_000);
});

it('a member of a thousand policies is merged and refused by all of them', () => {
  const policies = numbers(1000).map((n) => aPolicy({ m: { max_length: n + 1 } }, `p${n}`));
  const policy = sound(mergePolicies(...policies));
  expect(outcomeOf(policy, { m: 'abc' })).toEqual(['m must be a string of 1 character at most; shorten it (p0,p1)']);
  expect(faultsOf(mergePolicies(...policies, aPolicy({ m: { value: 'ab' } })))).toHaveLength(1);
});
