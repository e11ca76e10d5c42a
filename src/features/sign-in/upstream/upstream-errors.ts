/** An upstream does not respond, or not as it should now. The message is for the log. */
export class UpstreamUnavailable extends Error {
  override readonly name = 'UpstreamUnavailable';
  readonly retryAfterSeconds = 5;

  constructor(
    /** The class of the reason, for the log of events. */
    readonly reason: 'unreachable' | 'busy' | 'error',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The codes of an upstream that a client may be told, as they mean the same for it. */
export const TOLD_CODES = ['access_denied', 'login_required', 'consent_required', 'interaction_required'] as const;
export type RefusalCode = (typeof TOLD_CODES)[number] | 'server_error';

/** An upstream refused the sign-in, or its response must not be believed. The message is for the log. */
export class UpstreamRefused extends Error {
  override readonly name = 'UpstreamRefused';

  constructor(
    /** What a client may be told: `server_error` for all that is between this server and the upstream. */
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
