import type { Jwk } from './jwk';

/** Where the public keys of a signer come from. Both methods may throw errors of the source. */
export interface KeySource {
  /** The keys as they are known now. */
  current(): Promise<readonly Jwk[]>;
  /** The keys, requested again if the source allows it now: for a key that is not among the current ones. */
  renewed(): Promise<readonly Jwk[]>;
}

/** A source of keys that do not change. */
export const fixedKeys = (keys: readonly Jwk[]): KeySource => ({
  current: () => Promise.resolve(keys),
  renewed: () => Promise.resolve(keys),
});

/** The keys of a source that `select` returns: of the current ones, or if it returns none, of the renewed ones. */
export const selectKeys = async (
  source: KeySource,
  select: (keys: readonly Jwk[]) => readonly Jwk[],
): Promise<readonly Jwk[]> => {
  const selected = select(await source.current());
  return selected.length > 0 ? selected : select(await source.renewed());
};
