import { type DistinguishedName, isSameName, parseName } from './distinguished-name';

const same = (one: string, other: string): boolean => {
  const [left, right] = [parseName(one), parseName(other)];
  if (!left || !right) throw new Error(`not a name: ${left ? other : one}`);
  return isSameName(left, right);
};

describe('distinguished names', () => {
  it('reads the most general part first', () => {
    const expected: DistinguishedName = [
      [{ type: '2.5.4.6', value: 'US' }],
      [{ type: '2.5.4.10', value: 'Acme' }],
      [
        { type: '2.5.4.3', value: 'one' },
        { type: '0.9.2342.19200300.100.1.1', value: '7' },
      ],
    ];
    expect(parseName('CN=one+UID=7,O=Acme,C=US')).toEqual(expected);
  });

  // The examples of RFC 4514 section 4.
  it.each([
    ['UID=jsmith,DC=example,DC=net', 'jsmith'],
    ['OU=Sales+CN=J.  Smith,DC=example,DC=net', 'Sales'],
    ['CN=James \\"Jim\\" Smith\\, III,DC=example,DC=net', 'James "Jim" Smith, III'],
    ['CN=Before\\0dAfter,DC=example,DC=net', 'Before\rAfter'],
    ['1.3.6.1.4.1.1466.0=#04024869', '#4869'],
    ['CN=Lu\\C4\\8Di\\C4\\87', 'Lu\u010di\u0107'],
  ])('reads %s of RFC 4514', (text, value) => {
    expect(parseName(text)?.at(-1)?.[0]?.value).toBe(value);
  });

  it.each([
    ['CN=one, O=Acme, C=US', 'CN=one,O=Acme,C=US', 'space between the parts'],
    ['cn=ONE,o=acme,c=us', 'CN=one,O=Acme,C=US', 'case of types and values'],
    ['2.5.4.3=one', 'CN=one', 'types in numbers'],
    ['CN=one+UID=7', 'UID=7+CN=one', 'the order within a part'],
    ['CN=a  b', 'CN=a b', 'the amount of space'],
    ['CN=\\c3\\a9', 'CN=e\u0301', 'the form of Unicode'],
    ['CN=#0c036f6e65', 'CN=one', 'a value in BER'],
    ['CN=a\\,b', 'CN=a\\2cb', 'the way of escaping'],
  ])('%s is %s: %s does not matter', (one, other) => {
    expect(same(one, other)).toBe(true);
  });

  it.each([
    ['CN=one,O=Acme', 'O=Acme,CN=one', 'the order of the parts'],
    ['CN=one,O=Acme', 'CN=one', 'a missing part'],
    ['CN=one', 'CN=one,O=Acme', 'a part more'],
    ['CN=one+UID=7', 'CN=one,UID=7', 'what is one part'],
    ['CN=one', 'O=one', 'the type'],
    ['CN=one', 'CN=one2', 'the value'],
    ['CN=one\\,O=Acme', 'CN=one,O=Acme', 'an escaped comma'],
    ['CN=one+CN=one', 'CN=one', 'a repetition'],
  ])('%s is not %s: %s matters', (one, other) => {
    expect(same(one, other)).toBe(false);
  });

  it.each([
    ['commonName=one', '2.5.4.3'],
    ['COMMONNAME=one', '2.5.4.3'],
    ['OID.2.5.4.3=one', '2.5.4.3'],
    ['oid.2.5.4.3=one', '2.5.4.3'],
    ['jurisdictionCountryName=BR', '1.3.6.1.4.1.311.60.2.1.3'],
    ['jurisdictionC=BR', '1.3.6.1.4.1.311.60.2.1.3'],
    ['organizationIdentifier=PSDBR-1', '2.5.4.97'],
    ['businessCategory=Private Organization', '2.5.4.15'],
    ['domainComponent=net', '0.9.2342.19200300.100.1.25'],
    ['1.2.3.4=x', '1.2.3.4'],
  ])('reads %s as the type %s', (text, type) => {
    expect(parseName(text)?.[0]?.[0]?.type).toBe(type);
  });

  it.each([
    '',
    'one',
    'OID.=one',
    'OID.CN=one',
    '2.05.4.3=one',
    '5.4=one',
    '2.5.=one',
    'CN=\\ff\\fe',
    'constructor=one',
    'CN=',
    'CN=one,',
    'CN=one;O=Acme',
    'CN="one"',
    'NOPE=one',
    'CN=a\\',
    'CN=a\\zz',
    'CN=#0c',
    'CN=#zz',
    ',CN=one',
  ])('%j is no name', (text) => {
    expect(parseName(text)).toBeUndefined();
  });

  it('the empty name is the same as nothing, not even itself', () => {
    expect(isSameName([], [])).toBe(false);
  });
});
