import { isLabel, LONGEST_LABEL, LONGEST_LIFETIME, MOST_CLIENTS } from '../../../governance/credential-limits';
import { rule } from '../../../core/validation/rule.decorator';
import { JsonMember, type JsonMemberOptions } from '../../../platform/http/json-member.decorator';
import { numberSchema, wholeNumber, words } from './member-rules';

const LONGEST_NAME = 255;

/** The rule and the schema of the note that operators write for a list. */
export const LABEL: JsonMemberOptions = {
  rules: [
    rule<unknown>(
      `be a text of at most ${LONGEST_LABEL} characters without control characters`,
      (value) => typeof value === 'string' && isLabel(value),
      { remedy: 'shorten it' },
    ),
  ],
  schema: { type: 'string', maxLength: LONGEST_LABEL, default: '' },
};

/** How long a credential is valid. */
export const lifetime = (byDefault: number | 'never'): JsonMemberOptions => ({
  rules: [wholeNumber(1, LONGEST_LIFETIME, 'use 604800 for seven days', 'never')],
  schema: { ...numberSchema(1, LONGEST_LIFETIME, 'never'), default: byDefault },
});

/** What an administrator decides about every new credential for registrations. */
export abstract class NewCredential {
  @JsonMember('A note for the list.', LABEL)
  readonly label: string = '';

  @JsonMember('The name of a policy for its registrations, besides that of all of them.', {
    rules: [words(LONGEST_NAME, 'use the name of a policy')],
    schema: { type: 'string', maxLength: LONGEST_NAME },
  })
  readonly policy?: string;

  @JsonMember('How many of its clients may exist at once; without a limit if it is left out.', {
    rules: [wholeNumber(0, MOST_CLIENTS, 'use 10')],
    schema: numberSchema(0, MOST_CLIENTS),
  })
  readonly max_clients?: number;

  /** In seconds. */
  abstract readonly expires_in: number | 'never';
}

/** What an administrator decided; `lifetime` is in seconds. */
interface CredentialDecisions {
  readonly label: string;
  readonly policy?: string;
  readonly maxClients?: number;
  readonly lifetime?: number;
}

/** What the domain takes of it. */
export const decisionsOf = ({ label, policy, max_clients, expires_in }: NewCredential): CredentialDecisions => ({
  label,
  ...(policy !== undefined && { policy }),
  ...(max_clients !== undefined && { maxClients: max_clients }),
  ...(expires_in !== 'never' && { lifetime: expires_in }),
});
