import { aPolicy, applied, faultsIn, mergedValue, outcomeOf } from '../../../../test/support/a-policy';

const admits = (operators: Readonly<Record<string, unknown>>, value: unknown): boolean =>
  !Array.isArray(applied(operators, value));

describe('hosts', () => {
  const hosts = ['api.example', '*.partner.example', '127.0.0.1', '[::1]', 'localhost'];

  it.each([
    'https://api.example',
    'HTTPS://API.Example/path?query#fragment',
    'https://api.example:8443/',
    'https://a.partner.example/',
    'https://a.b.partner.example/',
    'http://127.0.0.1:3000/callback',
    'http://[::1]:3000/callback',
    'app://localhost/callback',
  ])('admits %s', (uri) => {
    expect(applied({ hosts }, uri)).toEqual({ m: uri });
    expect(applied({ hosts }, [uri])).toEqual({ m: [uri] });
  });

  it.each([
    'https://partner.example/',
    'https://partner.example.evil.example/',
    'https://evilpartner.example/',
    'https://api.example.evil.example/',
    'https://evil.example/api.example',
    'https://evil.example?https://api.example',
    'https://evil.example#https://api.example',
    'https://api.example@evil.example/',
    'https://api.example:80@evil.example/',
    'https://api.example\\@evil.example/',
    'https://evil.example\\api.example/',
    'https://api.example%2eevil.example/',
    'https://api.example\t.evil.example/',
    ' https://api.example/',
    'https://api.example./',
    'https:///api.example/',
    'https:/api.example/',
    'https:api.example',
    '//api.example/',
    'api.example',
    'com.example.app:/callback',
    'https://127.1/',
    'https://0x7f.0.0.1/',
    `https://${'a.'.repeat(2000)}partner.example/`,
    '',
  ])('refuses %j', (uri) => {
    expect(applied({ hosts: ['api.example', '*.partner.example', '127.0.0.1'] }, uri)).toEqual([
      'm must have one of the hosts api.example, *.partner.example, 127.0.0.1; use one of these hosts (a)',
    ]);
  });

  it('names each item of a list that it refuses', () => {
    expect(applied({ hosts: ['a.example'] }, ['https://b.example', 'https://a.example', 7])).toEqual([
      'm[0] must have one of the hosts a.example; use one of these hosts (a)',
      'm[2] must have one of the hosts a.example; use one of these hosts (a)',
    ]);
    expect(applied({ hosts: ['a.example'] }, { uri: 'https://a.example' })).toHaveLength(1);
    expect(applied({ hosts: ['a.example'] })).toEqual({});
  });

  it.each([
    [['*.example'], ['a.example', '*.b.example', 'other'], ['a.example', '*.b.example']],
    [
      ['a.b.example', '*.c.example'],
      ['*.b.example', '*.example'],
      ['a.b.example', '*.c.example'],
    ],
    [['*.b.example'], ['*.b.example', 'b.example'], ['*.b.example']],
  ])('%j merged with %j is %j', (superior, subordinate, both) => {
    expect(mergedValue('hosts', superior, subordinate)).toEqual(both);
    expect(mergedValue('hosts', subordinate, superior)).toEqual(expect.arrayContaining(both));
  });

  it('does not merge with a list that has no host in common: a wildcard does not cover its own domain', () => {
    expect(mergedValue('hosts', ['*.b.example'], ['b.example'])).toEqual([
      'metadata_policy.m.hosts must have a host in common; name a host that the other covers too [hosts of b, hosts of a]',
    ]);
  });

  it.each([
    [[]],
    ['a.example'],
    [['A.example']],
    [['https://a.example']],
    [['a.example:443']],
    [['*']],
    [['a.*.example']],
    [['a..example']],
    [['a.example.']],
    [['*.']],
    [['']],
    [['127.1']],
    [['*.0.0.1']],
    [['1.2.3']],
    [['[::0:1]']],
    [['[::1']],
    [['-a.example']],
    [[`${'a.'.repeat(200)}example`]],
    [[5]],
    [null],
  ])('cannot be %j', (value) => {
    expect(faultsIn({ hosts: value })).toEqual([
      'metadata_policy.m.hosts must be a list of hosts in lower case, without scheme and port; write [api.example], or [*.partner.example] for all hosts below a domain',
    ]);
  });
});

describe('schemes', () => {
  it('admits URIs with one of its schemes in any case', () => {
    expect(admits({ schemes: ['https', 'com.example.app'] }, ['https://a.example', 'HTTPS:x'])).toBe(true);
    expect(admits({ schemes: ['https', 'com.example.app'] }, 'com.example.app:/callback')).toBe(true);
  });

  it.each(['http://a.example', 'https', '://a.example', ' https://a.example', 'httpss://a.example', 'x-https:/', 5])(
    'refuses %j',
    (uri) => {
      expect(applied({ schemes: ['https'] }, uri)).toEqual([
        'm must have one of the schemes https; use one of these schemes (a)',
      ]);
    },
  );

  it('merges to the intersection, which has a scheme', () => {
    expect(mergedValue('schemes', ['http', 'https'], ['https', 'app'])).toEqual(['https']);
    expect(mergedValue('schemes', ['http'], ['https'])).toEqual([
      'metadata_policy.m.schemes must have a scheme in common; name a scheme that the other names too [schemes of b, schemes of a]',
    ]);
  });

  it.each([[[]], ['https'], [['HTTPS']], [['https:']], [['1a']], [['']], [[1]]])('cannot be %j', (value) => {
    expect(faultsIn({ schemes: value })).toEqual([
      'metadata_policy.m.schemes must be a list of schemes in lower case; write [https]',
    ]);
  });
});

describe('max_items', () => {
  it('counts the values after the modifying operators', () => {
    expect(applied({ max_items: 1 }, ['a'])).toEqual({ m: ['a'] });
    expect(applied({ max_items: 1 }, ['a', 'b'])).toEqual(['m must have 1 value at most; leave some out (a)']);
    expect(applied({ max_items: 1, subset_of: ['a'] }, ['a', 'b'])).toEqual({ m: ['a'] });
    expect(applied({ max_items: 1, add: ['a'] }, ['b'])).toHaveLength(1);
    expect(applied({ max_items: 1 })).toEqual({});
    expect(applied({ max_items: 1 }, 'a')).toEqual(['m must be a list; send a list (a)']);
  });

  it('counts the words of a scope', () => {
    expect(outcomeOf(aPolicy({ scope: { max_items: 1 } }), { scope: 'read write' })).toHaveLength(1);
  });

  it('merges to the smaller one', () => {
    expect(mergedValue('max_items', 3, 2)).toBe(2);
  });

  it('may not be combined with a longer list, or with an operator of single values', () => {
    for (const operator of ['value', 'add', 'superset_of'])
      expect(faultsIn({ max_items: 1, [operator]: ['a', 'b'] })).toEqual([
        `metadata_policy.m.max_items must allow all values of ${operator}; change one of the two, or leave it out [max_items of a, ${operator} of a]`,
      ]);
    expect(faultsIn({ max_items: 1, value: 'a' })).toHaveLength(1);
    expect(faultsIn({ max_items: 1, one_of: ['a'] })).toHaveLength(1);
    expect(faultsIn({ max_items: 0, value: null })).toEqual([]);
  });

  it.each([-1, 1.5, '1', null, 1e300])('cannot be %j', (value) => {
    for (const operator of ['max_items', 'max_length'])
      expect(faultsIn({ [operator]: value })).toEqual([
        `metadata_policy.m.${operator} must be a whole number, 0 or more; write a number without quotes`,
      ]);
  });
});

describe('max_length', () => {
  it('limits a string, or each string of a list', () => {
    expect(applied({ max_length: 3 }, 'abc')).toEqual({ m: 'abc' });
    expect(applied({ max_length: 3 }, 'abcd')).toEqual(['m must be a string of 3 characters at most; shorten it (a)']);
    expect(applied({ max_length: 3 }, ['abc', 'abcd'])).toEqual([
      'm[1] must be a string of 3 characters at most; shorten it (a)',
    ]);
    expect(applied({ max_length: 3 }, 1)).toHaveLength(1);
  });

  it('merges to the smaller one', () => {
    expect(mergedValue('max_length', 2, 3)).toBe(2);
  });
});

describe('pattern', () => {
  it('matches a whole string, or each string of a list', () => {
    expect(applied({ pattern: '[a-z]+' }, 'abc')).toEqual({ m: 'abc' });
    expect(applied({ pattern: '[a-z]+' }, ['abc', 'a1'])).toEqual([
      'm[1] must match [a-z]+; change it to match the pattern (a)',
    ]);
    for (const text of ['abc1', '1abc', 'abc\n', '', 1]) expect(admits({ pattern: '[a-z]+' }, text)).toBe(false);
    expect(admits({ pattern: 'a|bc' }, 'bc')).toBe(true);
    expect(admits({ pattern: 'a|bc' }, 'ac')).toBe(false);
  });

  it('answers where an engine that backtracks would not end', () => {
    expect(admits({ pattern: '(a+)+b' }, 'a'.repeat(4000))).toBe(false);
    expect(admits({ pattern: '(a|a)*c' }, 'a'.repeat(4000))).toBe(false);
  });

  it('refuses strings of more than 4,096 characters', () => {
    expect(admits({ pattern: 'a*' }, 'a'.repeat(4096))).toBe(true);
    expect(admits({ pattern: 'a*' }, 'a'.repeat(4097))).toBe(false);
  });

  it('merges to both patterns, of which each has to match', () => {
    expect(mergedValue('pattern', 'a.*', '.*b')).toEqual(['a.*', '.*b']);
    expect(mergedValue('pattern', ['a.*', '.*b'], '.*b')).toEqual(['a.*', '.*b']);
    expect(admits({ pattern: ['a.*', '.*b'] }, 'ab')).toBe(true);
    expect(admits({ pattern: ['a.*', '.*b'] }, 'a')).toBe(false);
  });

  it.each(['(?=a)', '(a', '\\1', 'a{1001}', '(a{100}){100}', 'a'.repeat(501), '[a-z]{500}[a-z]{500}[a-z]{500}', [], 5])(
    'cannot be %j',
    (value) => {
      expect(faultsIn({ pattern: value })).toEqual([
        'metadata_policy.m.pattern must be a regular expression in the syntax of RE2, of 500 characters at most; leave out lookaround, back references and high repetition counts',
      ]);
    },
  );
});

describe('an operator that checks strings', () => {
  const check = { pattern: 'a.*' };

  it('may not be combined with values that it refuses', () => {
    for (const operator of ['value', 'add', 'superset_of'])
      expect(faultsIn({ ...check, [operator]: ['ab', 'b'] })).toEqual([
        `metadata_policy.m.pattern must hold for the value of ${operator}; change one of the two, or leave it out [pattern of a, ${operator} of a]`,
      ]);
    expect(faultsIn({ ...check, one_of: ['b'] })).toEqual([
      'metadata_policy.m.pattern must hold for at least one value of one_of; change one of the two, or leave it out [pattern of a, one_of of a]',
    ]);
  });

  it('may be combined with values that it admits, with null, and with a one_of of which it admits a value', () => {
    expect(faultsIn({ ...check, value: 'ab' })).toEqual([]);
    expect(faultsIn({ ...check, value: null })).toEqual([]);
    expect(faultsIn({ ...check, one_of: ['ab', 'b'] })).toEqual([]);
    expect(faultsIn({ ...check, subset_of: ['b'], max_items: 1, max_length: 1, essential: true })).toEqual([]);
  });

  it('is applied after subset_of', () => {
    expect(applied({ ...check, subset_of: ['ab'] }, ['ab', 'b'])).toEqual({ m: ['ab'] });
  });
});
