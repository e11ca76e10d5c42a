/** The media types of each kind of body. The parsers read these, and 415 lists them. */
export const MEDIA_TYPES = {
  json: ['application/json'],
  /** RFC 7396 section 4. */
  'merge-patch': ['application/merge-patch+json'],
  /** RFC 9512. */
  yaml: ['application/yaml'],
  form: ['application/x-www-form-urlencoded'],
  /** RFC 7519 section 10.3.1; `application/jose` is the type of any JOSE object (RFC 7515 section 9.2.1). */
  jwt: ['application/jwt', 'application/jose'],
} as const;

/** The media types of a document of policies. */
export const POLICY_DOCUMENT_TYPES = [...MEDIA_TYPES.json, ...MEDIA_TYPES.yaml];
