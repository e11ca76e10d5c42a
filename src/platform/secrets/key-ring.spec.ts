import { KeyRing } from './key-ring';
import { SecretVaultService } from './secret-vault.service';

const key = (version: number) => ({ version, key: Buffer.alloc(32, version) });

describe('KeyRing', () => {
  const ring = new KeyRing([key(1)]);
  const rotated = new KeyRing([key(2), key(1)]);

  it('opens what it sealed, for its owner only, and never seals twice alike', () => {
    const sealed = ring.seal('a secret', 'me');
    expect(sealed).not.toContain('a secret');
    expect(ring.open(sealed, 'me')).toBe('a secret');
    expect(() => ring.open(sealed, 'you')).toThrow();
    expect(ring.seal('a secret', 'me')).not.toBe(sealed);
  });

  it('knows the versions that the operator gave up', () => {
    const lost = new KeyRing([key(3)], [1]);
    expect([lost.has(1), lost.isDropped(1)]).toEqual([false, true]);
    expect([lost.has(2), lost.isDropped(2)]).toEqual([false, false]);
  });

  it('does not open what was changed, cut off or made with another key', () => {
    const sealed = ring.seal('a secret', 'me');
    const bytes = Buffer.from(sealed.slice(2), 'base64url');
    for (const at of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => ring.open(`1.${changed.toString('base64url')}`, 'me')).toThrow();
    }
    for (const cut of ['1.', '1.AAAA', sealed.slice(0, -4), '', 'x']) expect(() => ring.open(cut, 'me')).toThrow();
    expect(() => new KeyRing([{ ...key(1), key: Buffer.alloc(32, 9) }]).open(sealed, 'me')).toThrow();
  });

  it('after a rotation makes with the new key and still reads with the old', () => {
    expect(rotated.seal('x', 'me')).toMatch(/^2\./);
    expect(rotated.open(ring.seal('x', 'me'), 'me')).toBe('x');
    expect(rotated.hash('x')).toMatch(/^2\./);
    expect(rotated.hashLike(ring.hash('x'), 'x')).toBe(ring.hash('x'));
    expect(rotated.hash('x').slice(2)).not.toBe(ring.hash('x').slice(2));
  });

  it('says which key is missing', () => {
    expect(() => ring.open(rotated.seal('x', 'me'), 'me')).toThrow('SECRET_KEYS has no key 2');
    expect(ring.hashLike(rotated.hash('x'), 'x')).not.toBe(rotated.hash('x'));
    expect(() => new KeyRing([])).toThrow();
  });
});

describe('SecretVaultService', () => {
  const vault = new SecretVaultService(new KeyRing([key(1)]));

  it('makes 32 random bytes in base64url and keeps none of them', () => {
    const secret = vault.generate();
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(vault.generate()).not.toBe(secret);
    expect(JSON.stringify(vault.keep(secret))).not.toContain(secret);
  });

  it('matches any of the kept secrets and nothing else', () => {
    const kept = [vault.keep('new'), vault.keep('old')];
    expect(['new', 'old', 'other', '', 'new '].map((secret) => vault.matches(secret, kept))).toEqual([
      ...[true, true, false, false, false],
    ]);
    expect(['', ' ', 'undefined'].map((secret) => vault.matches(secret))).toEqual([false, false, false]);
    expect(vault.matches(' ', [])).toBe(false);
  });
});
