import { hashFaultOf, isForeign, kindOf } from './foreign-hash';
import { shaOfBase64 } from './sha-2';

const SALT = 'c2FsdHNhbHRzYWx0c2FsdA';
const [SHA_256, SHA_512] = [
  'K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=',
  'vSsar3708Jvp9Szi2NWZZ02Bqp1qRCFpbcTZPdBhnWgs5WtNZKnvCXdhztmeD2cmW192CF5bDufKRpayrW/isg==',
];

/** Published vectors, and hashes by other implementations: the secret of each. */
const VECTORS = [
  ['bcrypt', 'a', '$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe'],
  ['argon2', 'password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['pbkdf2', 'password', `$pbkdf2-sha256$i=1000,l=32$${SALT}$8nX7hwFEzIB8aPajJTYK8weHQc5Ngz0pFVAKvSu4jQA`],
  [
    'pbkdf2',
    'password',
    `$pbkdf2-sha512$i=1000,l=64$${SALT}$715rqIr5dXOVPpBhqqsugl037zT5bWJTWYmZtIcK8hBnisKpwfY7kokvwjDrNHqHhF50Pb7MD6HvkJwiDQw4ww`,
  ],
  ['sha-2', 'secret', `$sha256$${SHA_256}`],
  ['sha-2', 'secret', `$sha512$${SHA_512}`],
] as const;

describe('hashes of other servers', () => {
  it.each(VECTORS)('of the kind %s are those of their secret (%j) and of no other', async (name, secret, hash) => {
    const kind = kindOf(hash);
    expect([kind?.name, isForeign(hash), hashFaultOf(hash)]).toEqual([name, true, undefined]);
    expect(await kind?.verify(secret, hash)).toBe(true);
    expect(await kind?.verify(`${secret}x`, hash)).toBe(false);
  });

  it.each([
    ['a cost of bcrypt of 31', '$2b$31$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe', /cost of 14/],
    ['a faulty implementation of bcrypt', '$2x$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe', /one of/],
    ['4 GiB of memory', `$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$${'A'.repeat(43)}`, /131072 KiB of memory/],
    [
      'much memory, many times',
      `$argon2id$v=19$m=131072,t=10,p=1$c29tZXNhbHQ$${'A'.repeat(43)}`,
      /memory times passes/,
    ],
    ['a billion iterations', `$pbkdf2-sha256$i=999999999,l=32$${SALT}$${'A'.repeat(43)}`, /1 to 1000000 iterations/],
    ['no iteration', `$pbkdf2-sha256$i=0,l=32$${SALT}$${'A'.repeat(43)}`, /1 to 1000000 iterations/],
    ['another length than it names', `$pbkdf2-sha256$i=1000,l=64$${SALT}$${'A'.repeat(43)}`, /length that it names/],
    ['the length of another algorithm', `$sha512$${SHA_256}`, /length of its algorithm/],
    ['an unknown kind', '$scrypt$ln=16,r=8,p=1$c2FsdA$aGFzaA', /one of bcrypt, argon2, pbkdf2, sha-2/],
    ['no kind at all', 'hash', /one of/],
  ])('with %s are refused', (_what, hash, reason) => {
    expect(hashFaultOf(hash)).toMatch(reason);
  });

  it('of SHA-2 are known by their length in base64', () => {
    expect([shaOfBase64(SHA_256), shaOfBase64(SHA_512)]).toEqual([`$sha256$${SHA_256}`, `$sha512$${SHA_512}`]);
    expect([shaOfBase64('c2VjcmV0'), shaOfBase64('*'.repeat(44))]).toEqual([undefined, undefined]);
  });

  it('are told from keyed hashes', () => {
    expect(isForeign('1.abc')).toBe(false);
  });
});
