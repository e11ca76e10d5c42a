import { isStringArray } from '../../../core/json/json';
import { items, rule } from '../../../core/validation/rule.decorator';
import { JsonMember, type JsonMemberOptions } from '../../../platform/http/json-member.decorator';
import { LABEL } from '../bodies/new-credential.dto';
import { isName, numberSchema, wholeNumber, words } from '../bodies/member-rules';

const LONGEST_URL = 2048;
const LONGEST_NAME = 255;
const MOST_NAMES = 100;
const DAY = 86_400;
const LONGEST_OVERLAP = 30 * DAY;

const names = (remedy: string): JsonMemberOptions => ({
  rules: [
    rule<unknown>(
      `be an array of at most ${MOST_NAMES} texts`,
      (value) => isStringArray(value) && value.length <= MOST_NAMES,
      { remedy },
    ),
    rule<string>(
      `be a text of 1 to ${LONGEST_NAME} characters without control characters`,
      (name) => isName(name, LONGEST_NAME),
      { remedy, of: items },
    ),
  ],
  schema: { type: 'array', maxItems: MOST_NAMES, items: { type: 'string', maxLength: LONGEST_NAME }, default: [] },
});

/** What an administrator decides about a new webhook. The defaults are those of `webhooks create`. */
export class NewWebhook {
  @JsonMember('Where events are sent: https, without user information and fragment.', {
    rules: [words(LONGEST_URL, 'use an https address')],
    required: 'use the https address of the receiver',
    schema: { type: 'string', format: 'uri', maxLength: LONGEST_URL },
  })
  readonly url: string = '';

  @JsonMember('A note for the list.', LABEL)
  readonly label: string = '';

  @JsonMember(
    'Only events of these types, or of a subject as in client.*; all if empty.',
    names('use client.registered'),
  )
  readonly types: readonly string[] = [];

  @JsonMember('Only events of clients of these registrars; all if empty.', names('use the client_id of a registrar'))
  readonly registrars: readonly string[] = [];

  @JsonMember('Only events of clients that these policies admitted; all if empty.', names('use the name of a policy'))
  readonly policies: readonly string[] = [];
}

/** How an administrator replaces the secret of a webhook. */
export class WebhookSecretRotation {
  @JsonMember('For how many seconds the previous secret signs too.', {
    rules: [wholeNumber(0, LONGEST_OVERLAP, `leave it out for ${DAY}`)],
    schema: { ...numberSchema(0, LONGEST_OVERLAP), default: DAY },
  })
  readonly overlap: number = DAY;
}
