import { isPublicAddress } from './public-address';

describe('addresses that are not of the open Internet', () => {
  it.each([
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1']],
    ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
    ['link-local, with the metadata of clouds', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254']],
    ['unique local and site-local', ['fc00::1', 'fdff::1', 'fec0::1']],
    ['unspecified', ['0.0.0.0', '0.1.2.3', '::']],
    ['carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
    ['multicast and broadcast', ['224.0.0.1', '239.255.255.250', '255.255.255.255', 'ff02::1']],
    ['documentation', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
    ['benchmarks and protocols', ['198.18.0.1', '192.0.0.1', '192.88.99.1', '240.0.0.1', '100::1', '5f00::1']],
    ['IPv4 inside IPv6', ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1', '::7f00:1']],
    ['NAT64', ['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1']],
    ['6to4 and Teredo', ['2002:7f00:1::', '2002:a00:1::1', '2001::1']],
    ['outside what is given out', ['4000::1', 'e000::1']],
    ['not an address', ['', 'localhost', '1.2.3.4.5', ':::']],
  ])('%s', (_kind, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
    'takes %s, which is',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});
