import { RandomOctets } from './random-octets';

describe('RandomOctets', () => {
  it('gives the requested number, and never the same octets twice', () => {
    const octets = new RandomOctets();
    const given = Array.from({ length: 1000 }, () => octets.take(32));
    expect(given.every(({ length }) => length === 32)).toBe(true);
    expect(new Set(given.map((one) => one.toString('hex'))).size).toBe(1000);
    expect(given.filter((one) => one.every((octet) => octet === 0))).toEqual([]);
  });

  it('does not keep the octets that it has given', () => {
    const octets = new RandomOctets();
    const first = octets.take(64);
    const before = Buffer.from(first);
    for (let round = 0; round < 200; round += 1) octets.take(64);
    expect(first).toEqual(before);
  });
});
