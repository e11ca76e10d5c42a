/** What the operator configures of grants and their tokens. */
export abstract class UserGrantOptions {
  /** For how many seconds the response to a used refresh token is repeated. */
  abstract readonly graceSeconds: number;
  /** After how many seconds without use a refresh token expires. */
  abstract readonly idleSeconds: number;
  /** After how many seconds a grant ends, even if its refresh tokens are used. */
  abstract readonly absoluteSeconds: number;
  /** Whether refresh tokens of clients that authenticate, and those that are bound to a key, are replaced at each use too. */
  abstract readonly rotatesAll: boolean;
  /** Whether the revocation of an access token ends its grant. */
  abstract readonly endsWithAccessToken: boolean;
}
