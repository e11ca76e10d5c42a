import { ipOctets, isSameDnsName, isSameMailAddress } from './general-names';

describe('ipOctets', () => {
  it.each([
    ['192.0.2.1', 'c0000201'],
    ['2001:0DB8:0:0::1', '20010db8000000000000000000000001'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ])('of %s are %s', (address, hex) => {
    expect(ipOctets(address)?.toString('hex')).toBe(hex);
  });

  it.each(['', 'host', '192.0.2', '0x7f.1', '010.0.0.1', 'fe80::1%eth0', '[::1]', '1.2.3.4/8'])(
    'of %j are none',
    (text) => {
      expect(ipOctets(text)).toBeUndefined();
    },
  );
});

it('DNS names are the same in any case', () => {
  expect([isSameDnsName('Client.Example', 'client.example'), isSameDnsName('a.example', 'b.example')]).toEqual([
    true,
    false,
  ]);
});

it('mail addresses are the same with their host in any case, not with the rest', () => {
  expect([isSameMailAddress('me@Example.ORG', 'me@example.org'), isSameMailAddress('Me@a.org', 'me@a.org')]).toEqual([
    true,
    false,
  ]);
});
