import { type MemberFault } from '../document-members/member-reader';
import { type AccessRules, readAccessRules, readDenied } from './access-rules';
import { claimsOfRules, denyingRule, type JudgedPerson, refusingRule } from './judge-access';

const ALICE: JudgedPerson = {
  subject: 'alice',
  claims: {
    email: 'Alice@Corp.Example',
    email_verified: true,
    hd: 'corp.example',
    tid: 'tenant-1',
    groups: ['staff', 'admins'],
    realm_access: { roles: ['reader'] },
  },
  emailVerifiedClaim: 'email_verified',
};

const rulesOf = (value: unknown): AccessRules => {
  const faults: MemberFault[] = [];
  const rules = readAccessRules(value, [], faults);
  expect(faults).toEqual([]);
  return rules;
};

describe('access rules', () => {
  it.each([
    [{ everyone: true }],
    [{ subjects: ['bob', 'alice'] }],
    [{ emails: ['ALICE@corp.example'] }],
    [{ email_domains: ['Corp.example'] }],
    [{ hosted_domains: ['corp.example'] }],
    [{ tenants: ['tenant-1'] }],
    [{ claims: { groups: ['admins', 'others'] } }],
    [{ claims: { 'realm_access.roles': ['reader'] } }],
    [{ subjects: ['alice'], hosted_domains: ['corp.example'], claims: { groups: ['staff'] } }],
  ])('let in by %j', (rules) => {
    expect(refusingRule(rulesOf(rules), ALICE)).toBeUndefined();
  });

  it.each<[string, unknown, Readonly<Record<string, unknown>>]>([
    ['subjects', { subjects: ['Alice'] }, {}],
    ['emails', { emails: ['bob@corp.example'] }, {}],
    ['emails', { emails: ['alice@corp.example'] }, { email_verified: false }],
    ['emails', { emails: ['alice@corp.example'] }, { email_verified: 'true' }],
    ['emails', { emails: ['alice@corp.example'] }, { email_verified: undefined }],
    ['emails', { emails: ['alice@corp.example'] }, { email: ['alice@corp.example'] }],
    ['email_domains', { email_domains: ['corp.example'] }, { email: 'alice@evil.example' }],
    ['email_domains', { email_domains: ['corp.example'] }, { email: 'alice@sub.corp.example' }],
    ['email_domains', { email_domains: ['corp.example'] }, { email: 'a@corp.example@evil.example' }],
    ['email_domains', { email_domains: ['corp.example'] }, { email_verified: false }],
    ['hosted_domains', { hosted_domains: ['corp.example'] }, { hd: undefined }],
    ['tenants', { tenants: ['tenant-2'] }, {}],
    ['claims.groups', { claims: { groups: ['owners'] } }, {}],
    ['claims.groups', { claims: { groups: ['staff'] } }, { groups: undefined }],
    ['claims.groups', { claims: { groups: ['staff'] } }, { groups: { staff: true } }],
    ['claims.roles', { subjects: ['alice'], claims: { groups: ['staff'], roles: ['x'] } }, {}],
  ])('refuse by %s: %j, of a person with %j', (rule, rules, claims) => {
    const person = { ...ALICE, claims: { ...ALICE.claims, ...claims } };
    expect(refusingRule(rulesOf(rules), person)).toBe(rule);
  });

  it('let nobody in if there are none', () => {
    expect(refusingRule({ claims: { groups: [] } }, ALICE)).toBe('claims.groups');
  });

  it('take xms_edov of Entra as the verification, in all of its forms', () => {
    for (const xms_edov of [true, 1, '1', 'true'])
      expect(
        refusingRule(rulesOf({ email_domains: ['corp.example'] }), {
          ...ALICE,
          claims: { email: 'alice@corp.example', xms_edov },
          emailVerifiedClaim: 'xms_edov',
        }),
      ).toBeUndefined();
  });

  it('name the claims that they read', () => {
    const rules = rulesOf({ emails: ['a@b.example'], hosted_domains: ['b.example'], claims: { groups: ['x'] } });
    expect(claimsOfRules(rules, 'email_verified')).toEqual(['email', 'email_verified', 'hd', 'groups']);
    expect(claimsOfRules(rulesOf({ everyone: true }), 'email_verified')).toEqual([]);
  });

  it('refuse those whom the operator denies, whether or not their address is verified', () => {
    const denied = readDenied({ subjects: ['mallory'], emails: ['alice@corp.example'] }, [], []);
    expect(denyingRule(denied, ALICE)).toBe('deny.emails');
    expect(denyingRule(denied, { ...ALICE, claims: {}, subject: 'mallory' })).toBe('deny.subjects');
    expect(denyingRule(denied, { ...ALICE, claims: {} })).toBeUndefined();
  });

  it.each<[unknown, string, string]>([
    [{}, '', 'must say who is let in'],
    [{ everyone: false }, '', 'must say who is let in'],
    [{ everyone: 'yes' }, 'everyone', 'must be true or false'],
    [{ everyone: true, subjects: ['a'] }, 'everyone', 'must not stand beside other rules'],
    [{ subjects: [] }, 'subjects', 'must be a list'],
    [{ subjects: 'alice' }, 'subjects', 'must be a list'],
    [{ subjects: [7] }, 'subjects.0', 'must be a text'],
    [{ emails: ['corp.example'] }, 'emails.0', 'must be an e-mail address'],
    [{ email_domains: ['@corp.example'] }, 'email_domains.0', 'must be a domain'],
    [{ claims: ['groups'] }, 'claims', 'must be an object'],
    [{ claims: { groups: 'staff' } }, 'claims.groups', 'must be a list'],
    [{ group: ['staff'] }, 'group', 'must be one of'],
    ['everyone', '', 'must be an object'],
    [null, '', 'must be an object'],
  ])('that are wrong are named: %j', (value, path, rule) => {
    const faults: MemberFault[] = [];
    readAccessRules(value, [], faults);
    expect(faults).toContainEqual({
      path: path === '' ? [] : path.split('.'),
      rule: expect.stringContaining(rule),
      remedy: expect.any(String),
    });
  });
});
