/** One authentication challenge of a `WWW-Authenticate` header (RFC 9110 section 11.6.1). */
interface Challenge {
  readonly scheme: 'Basic' | 'Bearer' | 'DPoP';
  readonly parameters: Readonly<Record<string, string>>;
}

/** The ways to pass a protected resource; the first is the one that was tried, if any. */
export type Challenges = readonly [Challenge, ...Challenge[]];

/** What an error adds to its code: further answer headers, challenges, further members of the body. */
export interface OAuthErrorDetails extends ErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly challenges?: Challenges;
  readonly members?: Readonly<Record<string, unknown>>;
}

/**
 * What a response contains of an error: an OAuth error code, an HTTP status and a sentence in the character set of RFC 6749
 * section 5.2. The `cause` is for the log only.
 */
export class OAuthError extends Error {
  /** The OAuth error code, as the response contains it. */
  readonly error: string;
  readonly details: OAuthErrorDetails;

  constructor(
    readonly status: number,
    error: string,
    description: string,
    details: OAuthErrorDetails = {},
  ) {
    super(plain(description), details);
    this.name = new.target.name;
    this.error = error;
    this.details = details;
  }

  /** The body of the answer: `error`, `error_description` and what the error adds. */
  get body(): Record<string, unknown> {
    return { error: this.error, error_description: this.message, ...this.details.members };
  }

  /** The headers of the answer. */
  get headers(): Record<string, string> {
    const { challenges, headers } = this.details;
    const header = challenges?.map((challenge) => challengeHeader(challenge, this)).join(', ');
    return { ...headers, ...(header !== undefined && { 'WWW-Authenticate': header }) };
  }
}

/** Keeps a text within `%x20-21 / %x23-5B / %x5D-7E` (RFC 6749 section 5.2): whatever it quotes, it stays one plain line. */
export const plain = (text: string): string =>
  text
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replaceAll(/[^\x20-\x7e]/g, '?');

const challengeHeader = ({ scheme, parameters }: Challenge, error: OAuthError): string => {
  const description = 'error' in parameters ? { error_description: error.message } : {};
  const attributes = Object.entries({ ...parameters, ...description });
  return `${scheme} ${attributes.map(([name, value]) => `${name}="${plain(value)}"`).join(', ')}`;
};
