import { aPolicy, outcomeOf } from '../../../test/support/a-policy';
import { compilePolicy, type Metadata } from './compile-policy';
import { InvalidMetadata } from './faults';

describe('a policy is applied', () => {
  const policy = aPolicy({
    grant_types: { subset_of: ['authorization_code', 'refresh_token'] },
    token_endpoint_auth_method: { default: 'none' },
    logo_uri: { value: null },
    client_name: { max_length: 10 },
  });

  it('gives a copy with the changes, and the names of the changed members', () => {
    const metadata = { grant_types: ['refresh_token', 'implicit'], logo_uri: 'https://a.example', other: [1] };
    expect(compilePolicy(policy).apply(metadata)).toEqual({
      metadata: { grant_types: ['refresh_token'], token_endpoint_auth_method: 'none', other: [1] },
      changed: ['grant_types', 'token_endpoint_auth_method', 'logo_uri'],
    });
    expect(metadata).toEqual({
      grant_types: ['refresh_token', 'implicit'],
      logo_uri: 'https://a.example',
      other: [1],
    });
  });

  it('gives the same object if it changes nothing', () => {
    const metadata = {
      token_endpoint_auth_method: 'private_key_jwt',
      grant_types: ['refresh_token'],
      client_name: 'a',
    };
    const result = compilePolicy(policy).apply(metadata);
    expect(result).toEqual({ metadata, changed: [] });
    expect('metadata' in result && result.metadata).toBe(metadata);
  });

  it('leaves an equal value unchanged', () => {
    const values = { a: { value: ['x', 'y'] }, scope: { value: 'x y' }, c: { value: { k: [1], l: 2 } } };
    const metadata = { a: ['x', 'y'], scope: 'x  y', c: { l: 2, k: [1] } };
    expect(compilePolicy(aPolicy(values)).apply(metadata)).toEqual({ metadata, changed: [] });
  });

  it('regards null as absent', () => {
    expect(outcomeOf(policy, { client_name: null, grant_types: null, token_endpoint_auth_method: null })).toEqual({
      client_name: null,
      grant_types: null,
      token_endpoint_auth_method: 'none',
    });
  });

  it('refuses with the first violation of each member', () => {
    const strict = aPolicy({
      redirect_uris: { schemes: ['https'], hosts: ['a.example'] },
      client_name: { max_length: 3, pattern: 'a*' },
      tos_uri: { essential: true },
    });
    const result = compilePolicy(strict).apply({
      redirect_uris: ['https://a.example', 'app:/callback', 'http://b.example'],
      client_name: 'bbbb',
    });
    expect(result).toBeInstanceOf(InvalidMetadata);
    const schemes = {
      member: 'redirect_uris',
      operator: 'schemes',
      rule: 'must have one of the schemes https',
      remedy: 'use one of these schemes',
      policies: ['a'],
    };
    expect(result).toEqual({
      code: 'invalid_metadata',
      violations: [
        { ...schemes, place: '[1]' },
        { ...schemes, place: '[2]' },
        {
          member: 'client_name',
          operator: 'max_length',
          place: '',
          rule: 'must be a string of 3 characters at most',
          remedy: 'shorten it',
          policies: ['a'],
        },
        {
          member: 'tos_uri',
          operator: 'essential',
          place: '',
          rule: 'must be present',
          remedy: 'send it',
          policies: ['a'],
        },
      ],
    });
  });
});

describe('a member in other languages', () => {
  it('follows the policy of the member', () => {
    const policy = aPolicy({
      logo_uri: { hosts: ['a.example'] },
      tos_uri: { value: null },
      client_name: { value: 'A' },
    });
    expect(outcomeOf(policy, { 'logo_uri#de': 'https://b.example', logo_uri: 'https://a.example' })).toEqual([
      'logo_uri#de must have one of the hosts a.example; use one of these hosts (a)',
    ]);
    expect(outcomeOf(policy, { 'tos_uri#de': 'https://b.example', 'client_name#de': 'B' })).toEqual({
      client_name: 'A',
      'client_name#de': 'A',
    });
  });

  it('is neither set nor required, and does not replace the member without tag', () => {
    const policy = aPolicy({ client_name: { essential: true }, tos_uri: { default: 'https://a.example' } });
    expect(outcomeOf(policy, { 'client_name#de': 'A', 'tos_uri#de': null })).toEqual([
      'client_name must be present; send it (a)',
    ]);
    expect(outcomeOf(policy, { client_name: 'A', 'tos_uri#de': null })).toEqual({
      client_name: 'A',
      tos_uri: 'https://a.example',
      'tos_uri#de': null,
    });
  });
});

describe('a policy is explained', () => {
  it('by the value before and after each operator', () => {
    const policy = aPolicy({
      scope: { essential: true, add: ['read'], subset_of: ['read', 'write'] },
      client_name: { max_length: 3, pattern: 'a*' },
    });
    const steps = compilePolicy(policy).explain({ scope: 'write admin', client_name: 'bbbb' });
    expect(steps.map(({ violations, ...step }) => [step, violations.length])).toEqual([
      [
        {
          member: 'scope',
          operator: 'add',
          value: ['read'],
          policies: ['a'],
          before: ['write', 'admin'],
          after: ['write', 'admin', 'read'],
        },
        0,
      ],
      [
        {
          member: 'scope',
          operator: 'subset_of',
          value: ['read', 'write'],
          policies: ['a'],
          before: ['write', 'admin', 'read'],
          after: ['write', 'read'],
        },
        0,
      ],
      [
        {
          member: 'scope',
          operator: 'essential',
          value: true,
          policies: ['a'],
          before: ['write', 'read'],
          after: ['write', 'read'],
        },
        0,
      ],
      [
        {
          member: 'client_name',
          operator: 'max_length',
          value: 3,
          policies: ['a'],
          before: 'bbbb',
          after: 'bbbb',
        },
        1,
      ],
    ]);
  });
});

describe('names that every object inherits', () => {
  const policy = aPolicy({
    constructor: { default: 'a' },
    toString: { essential: true },
    hasOwnProperty: { add: ['a'] },
  });

  it('are members like others in a policy', () => {
    expect(outcomeOf(policy, {})).toEqual(['toString must be present; send it (a)']);
    const own = JSON.parse('{"toString":"t","hasOwnProperty":["h"],"constructor":"c"}') as Metadata;
    expect(outcomeOf(policy, own)).toEqual({ toString: 't', hasOwnProperty: ['h', 'a'], constructor: 'c' });
  });

  it('stay members in metadata that change', () => {
    const sent = JSON.parse('{"__proto__":{"isAdmin":true},"toString":"t","__proto__#de":1,"#":1}') as Metadata;
    const result = outcomeOf(policy, sent) as Metadata;
    expect(Object.keys(result).sort()).toEqual(
      ['#', '__proto__', '__proto__#de', 'constructor', 'hasOwnProperty', 'toString'].sort(),
    );
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(result['isAdmin']).toBeUndefined();
  });
});
