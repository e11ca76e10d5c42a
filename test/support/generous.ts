/** An operator who permits all that the code supports. */
export const GENEROUS = {
  GRANT_TYPES: [
    ...['client_credentials', 'authorization_code', 'refresh_token', 'implicit', 'urn:openid:params:grant-type:ciba'],
    ...['device_code', 'jwt-bearer', 'token-exchange'].map((name) => `urn:ietf:params:oauth:grant-type:${name}`),
  ].join(' '),
  SUBJECT_TYPES: 'public pairwise',
  ENCRYPTION_ALGS: [
    ...['RSA1_5', 'RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'],
    ...['dir', 'A128KW', 'A192KW', 'A256KW', 'A128GCMKW', 'A192GCMKW', 'A256GCMKW'],
  ].join(' '),
  AUTHORIZATION_DETAILS_TYPES: 'payment_initiation account_information',
  PRIVATE_USE_SCHEMES: 'cursor vscode',
};
