/** The longest lifetime of an access token, in seconds (RFC 6750 section 5.3). Signing keys are kept for this time. */
export const MAX_TOKEN_LIFETIME = 3600;

/** The longest lifetime of a refresh token, in seconds: a year. */
export const MAX_REFRESH_LIFETIME = 31_536_000;

/** The longest lifetime of a client secret, in seconds: ten years. */
export const MAX_SECRET_LIFETIME = 315_360_000;

/** A lifetime within a limit, in seconds; absent is unlimited. */
export const shortest = (lifetime: number, limit = Infinity): number => Math.min(lifetime, limit);
