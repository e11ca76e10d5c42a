import { aPolicy, applied, faultsIn, mergedValue, outcomeOf } from '../../../../test/support/a-policy';

const EITHER = 'change one of the two, or leave it out';

describe('value', () => {
  it('replaces the value, and sets an absent member', () => {
    expect(applied({ value: 'RS256' }, 'none')).toEqual({ m: 'RS256' });
    expect(applied({ value: ['a'] })).toEqual({ m: ['a'] });
    expect(applied({ value: { b: [1] } }, { a: 1 })).toEqual({ m: { b: [1] } });
  });

  it('removes the member if it is null', () => {
    expect(applied({ value: null }, 'x')).toEqual({});
    expect(applied({ value: null })).toEqual({});
  });

  it('merges with an equal value only; the order of members does not count, that of lists does', () => {
    expect(mergedValue('value', { a: 1, b: 2 }, { b: 2, a: 1 })).toEqual({ a: 1, b: 2 });
    expect(mergedValue('value', ['a', 'b'], ['b', 'a'])).toEqual([
      'metadata_policy.m.value must be equal in both policies; write the same value, or leave it out of one of them [value of b, value of a]',
    ]);
  });
});

describe('add', () => {
  it('adds the missing values behind the others', () => {
    expect(applied({ add: ['a', 'b'] }, ['c', 'b'])).toEqual({ m: ['c', 'b', 'a'] });
    expect(applied({ add: [{ k: 1, l: 2 }] }, [{ l: 2, k: 1 }])).toEqual({ m: [{ l: 2, k: 1 }] });
  });

  it('sets an absent member', () => {
    expect(applied({ add: ['a'] })).toEqual({ m: ['a'] });
    expect(applied({ add: [] })).toEqual({ m: [] });
  });

  it('refuses a value that is not a list', () => {
    expect(applied({ add: ['a'] }, 'a')).toEqual(['m must be a list; send a list (a)']);
    expect(faultsIn({ add: 'a' })).toEqual(['metadata_policy.m.add must be a list; write the value in brackets']);
  });

  it('merges to the union', () => {
    expect(mergedValue('add', ['b', 'a'], ['c', 'a'])).toEqual(['b', 'a', 'c']);
  });

  it.each([[['b']], ['a'], [null]])('may not be combined with a value of %j', (value) => {
    expect(faultsIn({ add: ['a'], value })).toEqual([
      `metadata_policy.m.add must be a subset of the list of value; ${EITHER} [add of a, value of a]`,
    ]);
  });
});

describe('default', () => {
  it('sets an absent member, and leaves others unchanged', () => {
    expect(applied({ default: 'a' })).toEqual({ m: 'a' });
    expect(applied({ default: 'a' }, 'b')).toEqual({ m: 'b' });
    expect(applied({ default: 'a' }, null)).toEqual({ m: 'a' });
  });

  it('comes after add', () => {
    expect(applied({ default: ['a'], add: ['b'] })).toEqual({ m: ['b'] });
  });

  it('is never null', () => {
    expect(faultsIn({ default: null })).toEqual([
      'metadata_policy.m.default must not be null; leave it out, or use value to remove the member',
    ]);
  });

  it('merges with an equal value only', () => {
    expect(mergedValue('default', 'a', 'a')).toBe('a');
    expect(mergedValue('default', 'a', 'b')).toHaveLength(1);
  });

  it('may not be combined with a value of null', () => {
    expect(faultsIn({ default: 'a', value: null })).toEqual([
      `metadata_policy.m.default must not be combined with a value of null; ${EITHER} [default of a, value of a]`,
    ]);
    expect(applied({ default: 'a', value: 'b' })).toEqual({ m: 'b' });
  });
});

describe('one_of', () => {
  it('admits one of its values, or none', () => {
    expect(applied({ one_of: ['a', 2, { k: 1 }] }, { k: 1 })).toEqual({ m: { k: 1 } });
    expect(applied({ one_of: ['a', 2] }, 2)).toEqual({ m: 2 });
    expect(applied({ one_of: ['a'] })).toEqual({});
  });

  it.each([['c'], ['2'], [['a']], [true]])('refuses %j', (value) => {
    expect(applied({ one_of: ['a', 2] }, value)).toEqual(['m must be one of a, 2; use one of them (a)']);
  });

  it('names ten values at most', () => {
    expect(applied({ one_of: Array.from({ length: 12 }, (_, n) => n) }, 99)).toEqual([
      'm must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more; use one of them (a)',
    ]);
  });

  it('merges to the intersection, which has a value', () => {
    expect(mergedValue('one_of', ['a', 'b', 'c'], ['c', 'b'])).toEqual(['b', 'c']);
    expect(mergedValue('one_of', ['a'], ['b'])).toEqual([
      'metadata_policy.m.one_of must have a value in common; name a value that the other names too [one_of of b, one_of of a]',
    ]);
    expect(faultsIn({ one_of: [] })).toEqual([
      'metadata_policy.m.one_of must name at least one value; leave the operator out',
    ]);
  });

  it('may be combined with one of its values, but not with another value or an operator of lists', () => {
    expect(applied({ one_of: ['a', 'b'], value: 'b' })).toEqual({ m: 'b' });
    expect(faultsIn({ one_of: ['a'], value: 'b' })).toEqual([
      `metadata_policy.m.one_of must be a list with the value of value; ${EITHER} [one_of of a, value of a]`,
    ]);
    for (const operator of ['add', 'subset_of', 'superset_of'])
      expect(faultsIn({ one_of: ['a'], [operator]: ['a'] })).toHaveLength(1);
  });
});

describe('subset_of', () => {
  it('keeps the values that it names, in the order in which they were sent', () => {
    expect(applied({ subset_of: ['a', 'b'] }, ['b', 'c', 'a'])).toEqual({ m: ['b', 'a'] });
  });

  it('leaves an empty list if it names none, which is present for essential', () => {
    expect(applied({ subset_of: ['a'], essential: true }, ['c'])).toEqual({ m: [] });
    expect(applied({ subset_of: [] }, ['c'])).toEqual({ m: [] });
    expect(applied({ subset_of: ['a'] })).toEqual({});
  });

  it('refuses a value that is not a list', () => {
    expect(applied({ subset_of: ['a'] }, 'a')).toEqual(['m must be a list; send a list (a)']);
  });

  it('merges to the intersection, which may be empty', () => {
    expect(mergedValue('subset_of', ['a', 'b'], ['b', 'c'])).toEqual(['b']);
    expect(mergedValue('subset_of', ['a'], ['b'])).toEqual([]);
  });

  it('has to contain the values of value and add', () => {
    expect(faultsIn({ subset_of: ['a'], value: ['b'] })).toEqual([
      `metadata_policy.m.subset_of must be a superset of the list of value; ${EITHER} [subset_of of a, value of a]`,
    ]);
    expect(faultsIn({ subset_of: ['a'], add: ['b'] })).toEqual([
      `metadata_policy.m.subset_of must be a superset of add; ${EITHER} [subset_of of a, add of a]`,
    ]);
    expect(applied({ subset_of: ['a'], value: null }, ['a'])).toEqual({});
  });
});

describe('superset_of', () => {
  it('requires its values of a member that is present', () => {
    expect(applied({ superset_of: ['a'] }, ['b', 'a'])).toEqual({ m: ['b', 'a'] });
    expect(applied({ superset_of: ['a'] })).toEqual({});
    expect(applied({ superset_of: ['a', 'b', 'c'] }, ['b'])).toEqual([
      'm must contain a, c; add the missing values (a)',
    ]);
    expect(applied({ superset_of: ['a'] }, 'a')).toEqual(['m must be a list; send a list (a)']);
  });

  it('comes after subset_of: with equal lists the member is equal to them', () => {
    expect(applied({ subset_of: ['a'], superset_of: ['a'] }, ['a', 'b'])).toEqual({ m: ['a'] });
    expect(applied({ subset_of: ['a'], superset_of: ['a'] }, ['b'])).toHaveLength(1);
  });

  it('merges to the union', () => {
    expect(mergedValue('superset_of', ['a'], ['b', 'a'])).toEqual(['a', 'b']);
  });

  it('may not require a value that value lacks or subset_of drops', () => {
    expect(faultsIn({ superset_of: ['a'], value: ['b'] })).toEqual([
      `metadata_policy.m.superset_of must be a subset of the list of value; ${EITHER} [superset_of of a, value of a]`,
    ]);
    expect(faultsIn({ superset_of: ['a'], subset_of: ['b'] })).toEqual([
      `metadata_policy.m.superset_of must be a subset of subset_of; ${EITHER} [superset_of of a, subset_of of a]`,
    ]);
    expect(faultsIn({ superset_of: ['a'], value: null })).toHaveLength(1);
  });
});

describe('essential', () => {
  it('requires the member, after all others', () => {
    expect(applied({ essential: true })).toEqual(['m must be present; send it (a)']);
    expect(applied({ essential: true }, null)).toEqual(['m must be present; send it (a)']);
    expect(applied({ essential: true, default: 'a' })).toEqual({ m: 'a' });
    expect(applied({ essential: true }, { any: 'object' })).toEqual({ m: { any: 'object' } });
    expect(applied({ essential: false })).toEqual({});
  });

  it('merges to true if one is true', () => {
    expect(mergedValue('essential', false, true)).toBe(true);
    expect(mergedValue('essential', true, false)).toBe(true);
    expect(mergedValue('essential', false, false)).toBe(false);
  });

  it('may not require a member that value removes', () => {
    expect(faultsIn({ essential: true, value: null })).toEqual([
      `metadata_policy.m.essential must not be true if value is null; ${EITHER} [essential of a, value of a]`,
    ]);
    expect(applied({ essential: false, value: null }, 'a')).toEqual({});
    expect(faultsIn({ essential: 'yes' })).toEqual([
      'metadata_policy.m.essential must be true or false; write true or false',
    ]);
  });
});

describe('scope, a string of words', () => {
  const scope = (operators: Readonly<Record<string, unknown>>, value?: string): unknown =>
    outcomeOf(aPolicy({ scope: operators }), value === undefined ? {} : { scope: value });

  it('is a list for every operator, and a string in the result', () => {
    expect(scope({ subset_of: ['read', 'write'] }, 'write admin read')).toEqual({ scope: 'write read' });
    expect(scope({ add: ['read'] }, 'write')).toEqual({ scope: 'write read' });
    expect(scope({ superset_of: ['read'] }, 'reader')).toEqual(['scope must contain read; add the missing values (a)']);
    expect(scope({ subset_of: ['read'] }, 'admin')).toEqual({ scope: '' });
  });

  it.each([['read write'], [['read', 'write']]])('may be set to %j', (value) => {
    expect(scope({ value })).toEqual({ scope: 'read write' });
    expect(scope({ default: value })).toEqual({ scope: 'read write' });
  });

  it('stays as it was sent if the policy changes nothing', () => {
    expect(scope({ subset_of: ['read', 'write'] }, ' read   write')).toEqual({ scope: ' read   write' });
  });

  it('has no operator for single values, and single words in lists', () => {
    expect(faultsIn({ one_of: ['read'] }, 'scope')).toEqual([
      'metadata_policy.scope.one_of must not be used for a list of words; use subset_of',
    ]);
    expect(faultsIn({ subset_of: ['read write'] }, 'scope')).toEqual([
      'metadata_policy.scope.subset_of must be a list of single words; write an item for each word',
    ]);
    expect(faultsIn({ value: 5 }, 'scope')).toEqual([
      'metadata_policy.scope.value must be words with spaces between them; write a string or a list of strings',
    ]);
  });
});

it.each([[[true]], [[null]], [[['a']]]])('no operator of lists takes the list %j', (list) => {
  for (const operator of ['add', 'one_of', 'subset_of', 'superset_of'])
    expect(faultsIn({ [operator]: list })).toEqual([
      `metadata_policy.m.${operator} must be a list of strings, numbers or objects; use value for true, false and null`,
    ]);
});
