import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableMembers } from '../../governance/policies/table-members';
import { InvalidDocument, sentencesOf } from './document-faults';
import { type PolicyDocument, readPolicies } from './read-policies';

const members = tableMembers([{ name: 'tier', about: '', from: '', is: { rules: [], schema: { enum: ['gold', 3] } } }]);
const read = (text: string): PolicyDocument | InvalidDocument =>
  readPolicies(text, { members, isReserved: (name) => name === 'none' });
const faultsOf = (text: string): readonly string[] => {
  const document = read(text);
  return document instanceof InvalidDocument ? sentencesOf('policies.yaml', document) : [];
};
/** The faults of the operators of one member, without the place. */
const faultsOfMember = (operators: string): readonly string[] =>
  faultsOf(`policies: {x: {metadata_policy: {${operators}}}}`).map((fault) =>
    fault.replace(/^policies\.yaml:1: policies\.x\.metadata_policy\./, ''),
  );

describe('a document of policies', () => {
  it('is YAML or JSON, and has policies by name', () => {
    const yaml = 'policies:\n  x:\n    metadata_policy: {client_name: {max_length: 60}}\n  y: {}\n';
    const json = '{"policies":\n\t{"x": {"metadata_policy": {"client_name": {"max_length": 60}}}, "y": {}}}';
    for (const text of [yaml, json]) {
      const document = read(text);
      if (document instanceof InvalidDocument) throw new Error(faultsOf(text).join());
      expect(document.policies.map(({ name, policy }) => [name, [...policy.rules.keys()]])).toEqual([
        ['x', ['client_name']],
        ['y', []],
      ]);
    }
  });

  it('is refused with all its faults, each with line, path, rule and remedy', () => {
    const text = [
      'policy: 1',
      'policies:',
      '  x:',
      '    metadata_policy:',
      '      grant_types:',
      '        subset_off: [authorization_code]',
      '      scope: {value: 3}',
      '      grant_typs: {add: [a]}',
      '    max_client: 10',
      '    metadata_policy_crit:',
      '      - max_items',
      '      - maxitems',
      '  X: {}',
      '  none: {}',
      '  y: []',
    ].join('\n');
    expect(faultsOf(text)).toEqual([
      'policies.yaml:1: policy must be one of policies; leave it out',
      expect.stringMatching(
        /^policies\.yaml:6: policies\.x\.metadata_policy\.grant_types\.subset_off must be a known operator; did you mean subset_of\?/,
      ),
      'policies.yaml:7: policies.x.metadata_policy.scope.value must be words with spaces between them; write a string or a list of strings',
      'policies.yaml:9: policies.x.max_client must be one of metadata_policy, metadata_policy_crit, require_approval, max_clients, rate_limit, client_secret_lifetime, access_token_lifetime, refresh_token_lifetime, delete_unused_after_days, delete_idle_after_days, software_statement_issuers, decision_url, reuse_equal_registrations; did you mean max_clients? otherwise leave it out',
      expect.stringMatching(/^policies\.yaml:12: policies\.x\.metadata_policy_crit\.1 must be a known operator;/),
      'policies.yaml:13: policies.X must be a name in lower case; use letters, digits, - and _, 64 at most, a letter first',
      'policies.yaml:14: policies.none must not be a name of the server; use another name',
      'policies.yaml:15: policies.y must be an object; write metadata_policy: below it',
    ]);
  });

  it('has rules beside the metadata policy, whose faults have their lines', () => {
    const text = [
      'policies:',
      '  x:',
      '    max_clients: 10',
      '    rate_limit:',
      '      seconds: 0',
      '      per: 3',
      '    access_token_lifetime: 3601',
      '    software_statement_issuers: [a, 1]',
    ].join('\n');
    expect(faultsOf(text)).toEqual([
      'policies.yaml:4: policies.x.rate_limit.registrations must be a whole number from 1 to 100000000; write it without quotes',
      'policies.yaml:5: policies.x.rate_limit.seconds must be a whole number from 1 to 2000000; write it without quotes',
      'policies.yaml:6: policies.x.rate_limit.per must be one of registrations, seconds; leave it out',
      'policies.yaml:7: policies.x.access_token_lifetime must be a whole number from 1 to 3600; write it without quotes',
      'policies.yaml:8: policies.x.software_statement_issuers must be a list of one or more issuers; write the iss of the statements in brackets',
    ]);
    const document = read('policies: {x: {max_clients: 10, require_approval: true}}');
    expect(document instanceof InvalidDocument || document.policies.map(({ rules }) => rules)).toEqual([
      { require_approval: true, max_clients: 10 },
    ]);
  });

  it('may repeat a value by an alias, and its faults have the lines of the value', () => {
    const text =
      'policies:\n  x:\n    metadata_policy: &same\n      no_member: {essential: true}\n  y:\n    metadata_policy: *same\n';
    expect(faultsOf(text).map((fault) => fault.slice(0, 55))).toEqual([
      'policies.yaml:4: policies.x.metadata_policy.no_member m',
      'policies.yaml:4: policies.y.metadata_policy.no_member m',
    ]);
  });

  it.each([
    ['', /^policies\.yaml:1: the document must be an object; begin with policies:/],
    ['policies:', /:1: policies must be an object; write an entry for each policy$/],
    ['policies:\n  x: {', /^policies\.yaml:2: the document must be YAML or JSON; correct the syntax: /],
    ['policies:\n  x: {}\n  x: {}', /^policies\.yaml:3: the document must be YAML or JSON; .*unique/],
    ['policies:\n  x: !!js/function a', /^policies\.yaml:2: the document must be YAML or JSON; .*tag/],
    ['policies:\n  <<: {x: {}}', /^policies\.yaml:2: policies\.<< must be a name/],
    ['policies:\n  ? [a]\n  : {}', /^policies\.yaml:2: the document must be YAML or JSON/],
    ['policies: *none', /^policies\.yaml:1: the document must /],
    ['policies:\n  __proto__: {}', /^policies\.yaml:2: policies\.__proto__ must be a name/],
    ['a\u0000', /^policies\.yaml:1: the document must/],
  ])('%j is refused', (text, fault) => {
    expect(faultsOf(text)).toEqual([expect.stringMatching(fault)]);
  });

  it('cannot exhaust memory or stack', () => {
    const levels = ['a: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1)
      levels.push(
        `b${level}: &a${level} [${Array<string>(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    expect(faultsOf(levels.join('\n'))).toEqual([expect.stringMatching(/must use aliases for 100 values at most/)]);
    expect(faultsOf('['.repeat(200_000))).toEqual([expect.stringMatching(/:1: the document must /)]);
    expect(faultsOf(' '.repeat(300_000))).toEqual([expect.stringMatching(/must have 262144 characters at most/)]);
  });
});

describe('a rule that refuses every client', () => {
  it.each([
    ['client_name: {subset_of: [a]}', 'client_name.subset_of must not be used for a member that is a single text,'],
    ['client_name: {max_items: 1}', 'client_name.max_items must not be used for a member that is a single text,'],
    ['client_name: {hosts: [a.example]}', 'client_name.hosts must not be used for a member that is a single text,'],
    ['grant_types: {one_of: [implicit]}', 'grant_types.one_of must not be used for a member that is a list of texts,'],
    ['contacts: {schemes: [mailto]}', 'contacts.schemes must not be used for a member that is a list of texts,'],
    ['jwks: {pattern: a}', 'jwks.pattern must not be used for a member that is an object,'],
    [
      'require_auth_time: {max_length: 1}',
      'require_auth_time.max_length must not be used for a member that is true or',
    ],
    ['require_auth_time: {value: yes}', 'require_auth_time.value must fit a member that is true or false; write a'],
    ['default_max_age: {one_of: ["1"]}', 'default_max_age.one_of must fit a member that is a number; write a value'],
    ['grant_types: {default: implicit}', 'grant_types.default must fit a member that is a list of texts; write a'],
    ['contacts: {add: [1]}', 'contacts.add must fit a member that is a list of texts; write a value of this type'],
    ['client_id: {value: a}', 'client_id must be a member that a client can register; leave it out'],
    [
      'clientname: {essential: true}',
      'clientname must be a member that a client can register; did you mean client_name',
    ],
  ])('%s is a fault', (operators, fault) => {
    const [first = '', ...others] = faultsOfMember(operators);
    expect([first.slice(0, fault.length), others]).toEqual([fault, []]);
  });

  it.each([
    'client_name: {max_length: 60, pattern: "[a-z]+", essential: true, default: a}',
    'redirect_uris: {hosts: [a.example], schemes: [https], max_items: 3, subset_of: ["https://a.example/"]}',
    'logo_uri: {hosts: [a.example], one_of: ["https://a.example/"]}',
    'scope: {subset_of: [a], add: [a], default: a, max_items: 2, max_length: 10}',
    'require_auth_time: {value: true}',
    'default_max_age: {one_of: [1, 2], default: 1}',
    'jwks: {value: null}',
    'software_statement: {essential: true}',
    'tier: {one_of: [gold, 3]}',
  ])('%s is none', (operators) => {
    expect(faultsOfMember(operators)).toEqual([]);
  });
});

describe('the examples of docs/policies', () => {
  it.each(['open-mcp', 'partner-portal', 'open-banking'])('%s can be used', (name) => {
    expect(faultsOf(readFileSync(join(__dirname, `../../../docs/policies/${name}.yaml`), 'utf8'))).toEqual([]);
  });
});
