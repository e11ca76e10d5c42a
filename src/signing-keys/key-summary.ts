import type { ListedKey } from './key-rotation.service';

/** What operators see of a key: nothing of its private part. */
export type KeySummary = Readonly<Record<'alg' | 'kid' | 'state' | 'created_at' | 'signs_from', string>>;

/** The summary of a key. Moments are those of ISO 8601. */
export const summaryOf = ({ alg, kid, state, created_at, signs_from }: ListedKey): KeySummary => ({
  alg,
  kid,
  state,
  created_at: created_at.toISOString(),
  signs_from: signs_from.toISOString(),
});
