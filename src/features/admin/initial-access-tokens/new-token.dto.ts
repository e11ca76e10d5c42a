import type { NewInitialAccessToken } from '../../../governance/initial-access-tokens/initial-access-tokens.service';
import { MOST_USES } from '../../../governance/credential-limits';
import { JsonMember } from '../../../platform/http/json-member.decorator';
import { numberSchema, wholeNumber } from '../bodies/member-rules';
import { decisionsOf, lifetime, NewCredential } from '../bodies/new-credential.dto';

const SEVEN_DAYS = 604_800;

/** What an administrator decides about a new initial access token. The defaults are those of `tokens create`. */
export class NewToken extends NewCredential {
  @JsonMember('How many clients it may register.', {
    rules: [wholeNumber(1, MOST_USES, 'use 10', 'unlimited')],
    schema: { ...numberSchema(1, MOST_USES, 'unlimited'), default: 1 },
  })
  readonly uses: number | 'unlimited' = 1;

  @JsonMember('For how many seconds it is valid.', lifetime(SEVEN_DAYS))
  readonly expires_in: number | 'never' = SEVEN_DAYS;
}

/** What the domain takes of it. */
export const newTokenOf = ({ uses, ...others }: NewToken): NewInitialAccessToken => ({
  ...decisionsOf(others),
  ...(uses !== 'unlimited' && { uses }),
});
