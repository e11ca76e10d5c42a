import { type Verified, SignatureCache } from './signature-cache';

describe('the tokens that were verified', () => {
  const verified = { payload: { exp: Math.floor(Date.now() / 1000) + 60 } } as Verified;
  const added = (tokens: SignatureCache, names: readonly string[]): SignatureCache => {
    for (const name of names) tokens.add(name, verified);
    return tokens;
  };
  const known = (tokens: SignatureCache, names: readonly string[]): string[] =>
    names.filter((name) => tokens.find(name) !== undefined);

  it('are a thousand at most, those used last', () => {
    const names = Array.from({ length: 1200 }, (_, index) => `token ${index}`);
    const tokens = added(new SignatureCache(), names.slice(0, 1000));
    const used = names.slice(0, 10);
    expect(known(tokens, used)).toEqual(used);
    added(tokens, names.slice(1000));
    expect(known(tokens, names)).toHaveLength(1000);
    expect(known(tokens, used)).toEqual(used);
  });

  it('are fewer when they are large', () => {
    const names = Array.from({ length: 20 }, (_, index) => String(index).padStart(1024, 'x'));
    const tokens = added(new SignatureCache(64 * 1024), names);
    expect(known(tokens, names)).toEqual(names.slice(-8));
  });

  it('are forgotten when they have expired', () => {
    const tokens = new SignatureCache();
    tokens.add('old', { payload: { exp: Math.floor(Date.now() / 1000) } } as Verified);
    expect(tokens.find('old')).toBeUndefined();
  });
});
