import { MOST_USES } from '../../../governance/credential-limits';
import type { NewInitialAccessToken } from '../../../governance/initial-access-tokens/initial-access-tokens.service';
import { type CredentialOptions, credentialOf } from '../credential-options';
import { WrongCall } from '../exit-codes';

/** The options of `tokens create`, as they are on the command line. */
export interface NewTokenOptions extends CredentialOptions {
  readonly uses: string;
}

/** What the options ask for. Throws {@link WrongCall} if one of them is malformed. */
export const newTokenOf = ({ uses, ...options }: NewTokenOptions): NewInitialAccessToken => ({
  ...limitOf(uses),
  ...credentialOf(options),
});

const limitOf = (text: string): Pick<NewInitialAccessToken, 'uses'> => {
  if (text === 'unlimited') return {};
  if (/^[1-9]\d*$/.test(text) && Number(text) <= MOST_USES) return { uses: Number(text) };
  throw new WrongCall(`--uses must be a number from 1 to ${MOST_USES}, or unlimited; write --uses 10`);
};
