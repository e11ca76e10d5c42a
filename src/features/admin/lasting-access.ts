/** The access of the administrator who sent a request, for a response that lasts. */
export interface LastingAccess {
  /** When it ends, in seconds since 1970. */
  readonly until: number;
  /** Throws `TokenRefused` if it has ended before, such as by a revocation. */
  readonly recheck: () => Promise<void>;
}
