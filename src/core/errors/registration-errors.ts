import { OAuthError, plain } from './oauth-error';

/** The error codes of RFC 7591 section 3.2.2. */
export type RegistrationErrorCode =
  'invalid_redirect_uri' | 'invalid_client_metadata' | 'invalid_software_statement' | 'unapproved_software_statement';

/** A fault of one member: `redirect_uris[1]`, `must use https`, `register application_type 'native' ...`. */
export interface Fault {
  readonly error: RegistrationErrorCode;
  readonly member: string;
  readonly rule: string;
  readonly remedy: string | undefined;
  /** An example in JSON that follows the rule. Descriptions cannot contain one, because they have no double quotes. */
  readonly example?: object;
}

/**
 * RFC 7591 section 3.2.2: the registration is refused. The first fault becomes `error` and `error_description` of the
 * response; `errors`, an extension, lists all of them.
 */
export class InvalidRegistration extends OAuthError {
  constructor(
    readonly faults: readonly [Fault, ...Fault[]],
    cause?: unknown,
  ) {
    const [first] = faults;
    super(400, first.error, sentence(first), {
      members: { errors: faults.map(faultBody) },
      cause,
    });
  }
}

/** RFC 7591 section 3.2.2 with one fault, `invalid_client_metadata`. The cause is for the log. */
export const invalidClientMetadata = (
  member: string,
  rule: string,
  remedy?: string,
  cause?: unknown,
): InvalidRegistration => new InvalidRegistration([{ error: 'invalid_client_metadata', member, rule, remedy }], cause);

/**
 * RFC 7591 section 3.2.2: the body of a registration or an update is not a JSON object. The error contains an example
 * of one.
 */
export const unreadableBody = (rule: string): InvalidRegistration =>
  new InvalidRegistration([
    {
      error: 'invalid_client_metadata',
      member: 'the request body',
      rule,
      remedy: 'send a JSON object in UTF-8 such as the example',
      example: { redirect_uris: ['https://app.example/callback'] },
    },
  ]);

/** A fault as the response contains it, in the character set of the description. */
const faultBody = ({ member, rule, remedy, example }: Fault): Record<string, unknown> => ({
  member: plain(member),
  rule: plain(rule),
  ...(remedy && { remedy: plain(remedy) }),
  ...(example && { example }),
});

/** The one sentence pattern of every refusal: member, rule, remedy. */
export const sentence = ({ member, rule, remedy }: Fault): string => `${member} ${rule}${remedy ? `; ${remedy}` : ''}`;
