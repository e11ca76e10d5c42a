import type { NewInitialAccessToken } from '../../../governance/initial-access-tokens/initial-access-tokens.service';
import { StartFailure } from '../../../platform/config/start-failure';
import { checkedLabel, lifetimeOf, quotaOf } from '../credential-options';

/** The options of `tokens create`, as they stand on the command line. */
export interface NewTokenOptions {
  readonly uses: string;
  readonly expires: string;
  readonly label: string;
  readonly policy?: string;
  readonly maxClients?: string;
}

const MOST_USES = 1_000_000_000;

/** What the options ask for. Throws {@link StartFailure} if one of them is malformed. */
export const newTokenOf = ({ uses, expires, label, policy, maxClients }: NewTokenOptions): NewInitialAccessToken => ({
  ...limitOf(uses),
  ...lifetimeOf(expires),
  label: checkedLabel(label),
  ...(policy !== undefined && { policy }),
  ...quotaOf(maxClients),
});

const limitOf = (text: string): Pick<NewInitialAccessToken, 'uses'> => {
  if (text === 'unlimited') return {};
  if (/^[1-9]\d*$/.test(text) && Number(text) <= MOST_USES) return { uses: Number(text) };
  throw new StartFailure(`--uses must be a number from 1 to ${MOST_USES}, or unlimited; write --uses 10`);
};
