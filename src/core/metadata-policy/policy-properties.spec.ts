import * as fc from 'fast-check';
import { aPolicy, type Members } from '../../../test/support/a-policy';
import { compilePolicy, type Metadata, type ResolvedMetadata } from './compile-policy';
import { InvalidMetadata, InvalidPolicy } from './faults';
import { mergePolicies } from './merge-policies';
import { parsePolicy } from './parse-policy';
import { documentOf, EMPTY_POLICY, type MetadataPolicy } from './policy';

/** So many cases of each; 30,000 take about a minute. */
const RUNS = 500;

const LETTERS = ['a', 'b', 'c'];
const URIS = ['https://a.p.example/', 'https://b.p.example:8/', 'http://p.example', 'https://q.example', 'app:/cb'];
const HOSTS = ['*.example', '*.p.example', 'a.p.example', 'p.example', 'q.example'];

const some = (values: readonly unknown[], minLength = 0): fc.Arbitrary<unknown[]> =>
  fc.shuffledSubarray([...values], { minLength });

/** Operators that check a member without changing it. */
const CHECKS = {
  essential: fc.boolean(),
  max_length: fc.integer({ min: 0, max: 25 }),
  pattern: fc.constantFrom('a|b', '[a-c]*', 'https://.*', '.*', 'b.*', ['.*', '[^b]*']),
};

/** The operators of a list of values, and of a single one; not all of them may be combined with each other. */
const ofList = (values: readonly unknown[]): Record<string, fc.Arbitrary<unknown>> => ({
  ...CHECKS,
  value: fc.oneof(fc.constant(null), some(values)),
  add: some(values),
  default: some(values),
  subset_of: some(values),
  superset_of: some(values),
  max_items: fc.integer({ min: 0, max: 3 }),
});
const ofText = (values: readonly string[]): Record<string, fc.Arbitrary<unknown>> => ({
  ...CHECKS,
  value: fc.constantFrom(null, ...values),
  default: fc.constantFrom(...values),
  one_of: some(values, 1),
});
const ofUris = { hosts: some(HOSTS, 1), schemes: some(['https', 'http', 'app'], 1) };

const OPERATORS: Readonly<Record<string, Record<string, fc.Arbitrary<unknown>>>> = {
  list: ofList(LETTERS),
  objects: ofList([{ k: 1, l: 2 }, { k: 1 }, 3]),
  scope: ofList(LETTERS),
  text: ofText(LETTERS),
  uri: { ...ofText(URIS), ...ofUris },
  uris: { ...ofList(URIS), ...ofUris },
};

/** A policy of one or two members, with up to three operators each, that can be read. */
const policies = (isUsed: (operator: string) => boolean = () => true): fc.Arbitrary<MetadataPolicy> => {
  const members = Object.entries(OPERATORS).map(([member, operators]) => {
    const entries = Object.entries(operators).filter(([operator]) => isUsed(operator));
    const own = fc.shuffledSubarray(entries, { minLength: 1, maxLength: Math.min(3, entries.length) });
    return own.chain((chosen) => fc.record({ [member]: fc.record(Object.fromEntries(chosen)) }));
  });
  return fc
    .tuple(fc.oneof(...members), fc.oneof(...members))
    .map(([one, other]) => ({ ...one, ...other }))
    .filter((metadata_policy) => !(parsePolicy({ name: 'a', metadata_policy }) instanceof InvalidPolicy))
    .map((metadata_policy) => aPolicy(metadata_policy as Members));
};

const lists = (values: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: fc.array(fc.constantFrom(...values), { maxLength: 4 }) }, fc.constant(null));
const texts = (values: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, fc.jsonValue());

const metadata: fc.Arbitrary<Metadata> = fc.record(
  {
    list: lists([...LETTERS, 'd']),
    'list#de': lists([...LETTERS, 'd']),
    objects: lists([{ l: 2, k: 1 }, { k: 1 }, { k: 2 }, 3, 4]),
    scope: fc.constantFrom('a', 'b  a', 'c d a', 'd', ''),
    text: texts([...LETTERS, 'd']),
    'text#de': texts([...LETTERS, 'd']),
    uri: texts([...URIS, 'https://evil.example/p.example']),
    uris: lists([...URIS, 'https://evil.example/p.example']),
    other: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

const resolve = (policy: MetadataPolicy, sent: Metadata): ResolvedMetadata | undefined => {
  const result = compilePolicy(policy).apply(sent);
  return result instanceof InvalidMetadata ? undefined : result;
};

/** A policy as plain data, with its origins; for an invalid one, its code. */
const written = (policy: MetadataPolicy | InvalidPolicy): unknown =>
  policy instanceof InvalidPolicy
    ? policy.code
    : [documentOf(policy), [...policy.rules.values()].flat().map(({ sources }) => sources)];

const merge = (
  superior: MetadataPolicy | InvalidPolicy,
  subordinate: MetadataPolicy | InvalidPolicy,
): MetadataPolicy | InvalidPolicy => {
  if (superior instanceof InvalidPolicy) return superior;
  return subordinate instanceof InvalidPolicy ? subordinate : mergePolicies(superior, subordinate);
};

/** Runs a property on two policies and metadata, if the policies merge and the metadata are admitted. */
const admitted = (
  pairs: fc.Arbitrary<MetadataPolicy>,
  check: (parts: readonly MetadataPolicy[], sent: Metadata, result: ResolvedMetadata, both: MetadataPolicy) => void,
): void => {
  let admittedOnes = 0;
  fc.assert(
    fc.property(pairs, pairs, metadata, (superior, subordinate, sent) => {
      const both = mergePolicies(superior, subordinate);
      const result = both instanceof InvalidPolicy ? undefined : resolve(both, sent);
      if (both instanceof InvalidPolicy || !result) return;
      admittedOnes += 1;
      check([superior, subordinate], sent, result, both);
    }),
    { numRuns: RUNS },
  );
  expect(admittedOnes).toBeGreaterThan(RUNS / 20);
};

describe('whatever the policies', () => {
  it('merging is associative', () => {
    const all = policies();
    let sound = 0;
    fc.assert(
      fc.property(all, all, all, (one, two, three) => {
        const left = written(merge(merge(one, two), three));
        expect(left).toEqual(written(merge(one, merge(two, three))));
        expect(left).toEqual(written(mergePolicies(one, two, three)));
        if (left !== 'invalid_policy') sound += 1;
      }),
      { numRuns: RUNS },
    );
    expect(sound).toBeGreaterThan(RUNS / 20);
  });

  it('merging with the empty policy, or with itself, changes nothing', () => {
    fc.assert(
      fc.property(policies(), (policy) => {
        expect(written(mergePolicies(EMPTY_POLICY, policy))).toEqual(written(policy));
        expect(written(mergePolicies(policy, EMPTY_POLICY))).toEqual(written(policy));
        const twice = mergePolicies(policy, policy);
        expect(twice instanceof InvalidPolicy ? twice : documentOf(twice)).toEqual(documentOf(policy));
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it('a policy that is written and read again is the same', () => {
    fc.assert(
      fc.property(policies(), (policy) => {
        expect(written(parsePolicy({ name: 'a', ...documentOf(policy) }))).toEqual(written(policy));
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it('each part of a merged policy admits and keeps the metadata that this gives', () => {
    admitted(policies(), (parts, _, { metadata: given }) => {
      for (const part of parts) expect(resolve(part, given)).toEqual({ metadata: given, changed: [] });
    });
  });

  it('applying twice changes nothing', () => {
    admitted(policies(), (_, __, { metadata: given }, both) => {
      expect(resolve(both, given)).toEqual({ metadata: given, changed: [] });
    });
  });

  it('a merged policy of checks never admits metadata that one of its parts refuses', () => {
    const modifying = ['value', 'add', 'default', 'subset_of'];
    admitted(
      policies((operator) => !modifying.includes(operator)),
      (parts, sent) => {
        for (const part of parts) expect(resolve(part, sent)).toEqual({ metadata: sent, changed: [] });
      },
    );
  });

  it('a merged policy that drops and requires values never admits metadata that one of its parts refuses', () => {
    admitted(
      policies((operator) => ['one_of', 'subset_of', 'superset_of', 'essential'].includes(operator)),
      (parts, sent) => {
        for (const part of parts) expect(resolve(part, sent)).toBeDefined();
      },
    );
  });
});

describe('whatever the metadata', () => {
  it('the steps end with the same metadata or violations as applying the policy', () => {
    fc.assert(
      fc.property(policies(), metadata, (policy, sent) => {
        const compiled = compilePolicy(policy);
        const steps = compiled.explain(sent);
        const result = compiled.apply(sent);
        const violations = steps.flatMap((step) => step.violations);
        expect(violations).toEqual(result instanceof InvalidMetadata ? result.violations : []);
        if (result instanceof InvalidMetadata) return;
        const last = new Map(steps.map(({ member, after }) => [member, after]));
        for (const [member, value] of last)
          expect(member === 'scope' ? asWords(value) : value).toEqual(
            member === 'scope' ? asWords(result.metadata[member]) : (result.metadata[member] ?? undefined),
          );
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it('each violation names at least one of the policies', () => {
    const all = policies();
    let refused = 0;
    fc.assert(
      fc.property(all, all, metadata, (superior, subordinate, sent) => {
        const both = mergePolicies(superior, subordinate);
        const result = both instanceof InvalidPolicy ? undefined : compilePolicy(both).apply(sent);
        if (!(result instanceof InvalidMetadata)) return;
        refused += 1;
        for (const { policies: named } of result.violations) expect(named.length).toBeGreaterThan(0);
      }),
      { numRuns: RUNS / 2 },
    );
    expect(refused).toBeGreaterThan(RUNS / 40);
  });
});

const asWords = (value: unknown): unknown =>
  typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : value;
