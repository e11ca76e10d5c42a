/** The media types that are read as each kind of body: what the parsers know, and what 415 names. */
export const MEDIA_TYPES = {
  json: ['application/json'],
  /** RFC 7396 section 4. */
  'merge-patch': ['application/merge-patch+json'],
  form: ['application/x-www-form-urlencoded'],
  /** RFC 7519 section 10.3.1; by the name of all that JOSE made too (RFC 7515 section 9.2.1). */
  jwt: ['application/jwt', 'application/jose'],
} as const;
