/** One authentication challenge of a `WWW-Authenticate` header (RFC 9110 section 11.6.1). */
interface Challenge {
  readonly scheme: 'Basic' | 'Bearer' | 'DPoP';
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * The challenges of a protected resource, one for each scheme; the first is that of the scheme that the request used,
 * if any.
 */
export type Challenges = readonly [Challenge, ...Challenge[]];

/** The parts of an error besides its code: further headers of the response, challenges, further members of the body. */
export interface OAuthErrorDetails extends ErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly challenges?: Challenges;
  readonly members?: Readonly<Record<string, unknown>>;
}

/**
 * The content of an error response: an OAuth error code, an HTTP status and a sentence in the character set of RFC 6749
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

  /** The body of the response: `error`, `error_description` and the further members. */
  get body(): Record<string, unknown> {
    return { error: this.error, error_description: this.message, ...this.details.members };
  }

  /** The headers of the response. */
  get headers(): Record<string, string> {
    const { challenges, headers } = this.details;
    const header = challenges?.map((challenge) => challengeHeader(challenge, this)).join(', ');
    return { ...headers, ...(header !== undefined && { 'WWW-Authenticate': header }) };
  }
}

/**
 * Replaces characters outside of `%x20-21 / %x23-5B / %x5D-7E` (RFC 6749 section 5.2), so that a text that quotes a
 * request is still one plain line.
 */
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
