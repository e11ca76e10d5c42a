import { networkOf, siteOf, withinAny } from './network-of';

describe('the network of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7', '192.0.2.0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::', '2001:db8:1::'],
    ['::ffff:192.0.2.7', '192.0.2.7', '192.0.2.0'],
    ['fe80::1%eth0', 'fe80::', 'fe80::'],
    ['unknown', 'unknown', 'unknown'],
  ])('%s is of the subscriber %s and of the site %s', (ip, subscriber, site) => {
    expect(networkOf(ip)).toBe(subscriber);
    expect(networkOf(ip)).toBe(subscriber);
    expect(siteOf(ip)).toBe(site);
  });
});

describe('addresses and networks', () => {
  const isNamed = withinAny(['192.0.2.7', '10.0.0.0/8', '2001:db8::/32', '::1', '::ffff:198.51.100.0/24']);

  it.each(['192.0.2.7', '10.255.0.1', '::ffff:10.0.0.1', '2001:db8:ffff::1', '::1', '198.51.100.9'])(
    'include %s',
    (ip) => {
      expect(isNamed(ip)).toBe(true);
    },
  );

  it.each([
    '192.0.2.8',
    '11.0.0.1',
    '::ffff:11.0.0.1',
    '2001:db9::1',
    '::2',
    '203.0.113.1',
    'unknown',
    '',
    '10.0.0.1:80',
  ])('do not include %p', (ip) => {
    expect(isNamed(ip)).toBe(false);
  });

  it('include no address if there are none', () => {
    expect(withinAny([])('127.0.0.1')).toBe(false);
  });
});
