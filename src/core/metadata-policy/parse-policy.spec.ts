import { faultsOf, sound } from '../../../test/support/a-policy';
import { InvalidPolicy } from './faults';
import { mergePolicies } from './merge-policies';
import { parsePolicy } from './parse-policy';
import { documentOf } from './policy';

const parse = (metadata_policy: unknown, metadata_policy_crit?: unknown): ReturnType<typeof parsePolicy> =>
  parsePolicy({
    name: 'partners@3',
    metadata_policy,
    ...(metadata_policy_crit !== undefined && { metadata_policy_crit }),
  });

const NAMES =
  'value, add, default, one_of, subset_of, superset_of, max_items, max_length, schemes, hosts, pattern, essential';

describe('a policy is read', () => {
  it('into operators in the order of application, each with the policy that contains it', () => {
    const { rules } = sound(parse({ grant_types: { essential: true, subset_of: ['a', 'a', 'b'], default: ['a'] } }));
    const source = (value: unknown): unknown => [{ policy: 'partners@3', value }];
    expect(rules.get('grant_types')?.map(({ operator, value, sources }) => [operator.name, value, sources])).toEqual([
      ['default', ['a'], source(['a'])],
      ['subset_of', ['a', 'b'], source(['a', 'b'])],
      ['essential', true, source(true)],
    ]);
  });

  it('and written again, with the operators of this server in metadata_policy_crit', () => {
    const document = {
      metadata_policy: {
        redirect_uris: { max_items: 3, hosts: ['*.a.example'], essential: true },
        client_name: { pattern: ['[a-z]+'] },
        constructor: { value: { b: [1, { c: null }] } },
      },
      metadata_policy_crit: ['max_items', 'hosts', 'pattern'],
    };
    expect(documentOf(sound(parsePolicy({ name: 'a', ...document })))).toEqual(document);
    expect(documentOf(sound(parse({ a: { essential: true } })))).toEqual({
      metadata_policy: { a: { essential: true } },
    });
  });

  it('and has no rules if it is absent or empty', () => {
    expect(sound(parsePolicy({ name: 'a' })).rules.size).toBe(0);
    expect(sound(parse({})).rules.size).toBe(0);
    expect(sound(parse({ a: {} })).rules.get('a')).toEqual([]);
  });

  it('into frozen copies of its values', () => {
    const value = { keys: [{ kty: 'EC' }] };
    const policy = sound(parse({ jwks: { value } }));
    value.keys.push({ kty: 'RSA' });
    const read = policy.rules.get('jwks')?.[0]?.value as typeof value;
    expect(read).toEqual({ keys: [{ kty: 'EC' }] });
    expect([read, read.keys, read.keys[0]].every(Object.isFrozen)).toBe(true);
    const list = sound(parse({ contacts: { add: ['a', 'a'] } }));
    for (const { rules } of [list, sound(mergePolicies(list, list))])
      expect(Object.isFrozen(rules.get('contacts')?.[0]?.value)).toBe(true);
  });
});

describe('a policy that is wrong', () => {
  it('is refused with all faults at once, each with its path, rule and remedy', () => {
    const policy = parse(
      {
        grant_types: { subset_off: ['a'], superset_of: 'a', value: ['b'], subset_of: ['c'] },
        scope: [],
        client_name: { max_length: '5' },
      },
      ['hosts', 'value', 'regexp', 7],
    );
    expect(policy).toBeInstanceOf(InvalidPolicy);
    expect(policy).toMatchObject({ code: 'invalid_policy' });
    expect(faultsOf(policy)).toEqual([
      'metadata_policy_crit.1 must not name a standard operator; leave it out',
      `metadata_policy_crit.2 must be a known operator; use one of ${NAMES}`,
      `metadata_policy_crit.3 must be a known operator; use one of ${NAMES}`,
      `metadata_policy.grant_types.subset_off must be a known operator; did you mean subset_of? otherwise use one of ${NAMES}`,
      'metadata_policy.grant_types.superset_of must be a list; write the value in brackets',
      'metadata_policy.grant_types.subset_of must be a superset of the list of value; change one of the two, or leave it out [subset_of of partners@3, value of partners@3]',
      'metadata_policy.scope must be an object; write an entry for each operator',
      'metadata_policy.client_name.max_length must be a whole number, 0 or more; write a number without quotes',
    ]);
  });

  it.each([[null], [[]], ['{}'], [5]])('cannot be %j', (value) => {
    expect(faultsOf(parse(value))).toEqual(['metadata_policy must be an object; write an entry for each member']);
  });

  it('has a list of critical operators, if any', () => {
    expect(faultsOf(parse({}, 'hosts'))).toEqual([
      'metadata_policy_crit must be a list; write the names of operators in brackets',
    ]);
    expect(faultsOf(parse({}, []))).toEqual([]);
  });

  it('cannot name a member with a language tag', () => {
    expect(faultsOf(parse({ 'client_name#de': { essential: true } }))).toEqual([
      'metadata_policy.client_name#de must be a member without language tag; a policy holds for all languages; leave out # and the rest',
    ]);
  });

  it('cannot have operators that every object inherits', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'anyOther', ''])
      expect(faultsOf(parse(JSON.parse(`{"a":{"${name}":[]}}`)))).toEqual([
        `metadata_policy.a.${name} must be a known operator; use one of ${NAMES}`,
      ]);
  });

  it('cannot have members with these names', () => {
    for (const name of ['__proto__', ''])
      expect(faultsOf(parse(JSON.parse(`{"${name}":{"value":1}}`)))).toEqual([
        `metadata_policy.${name} must be the name of a member; leave it out`,
      ]);
  });

  it.each([
    ['a date', new Date(0)],
    ['a function', () => 1],
    ['infinity', Infinity],
    ['nothing', undefined],
    ['nothing in a list', [undefined]],
    ['nothing in an object', { a: undefined }],
    ['a list nested 100,000 deep', JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))],
    ['an object nested 100,000 deep', JSON.parse('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))],
  ])('cannot have %s as a value', (_, value: unknown) => {
    expect(faultsOf(parse({ a: { value } }))).toEqual([
      'metadata_policy.a.value must be JSON, not nested too deep; write strings, numbers, and lists of them',
    ]);
  });
});
