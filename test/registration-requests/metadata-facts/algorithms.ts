import { factsOf } from '../../support/metadata-facts';

const SIGNING = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const ENCRYPTION = [
  'RSA1_5',
  'RSA-OAEP',
  'RSA-OAEP-256',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
];
const CONTENT = ['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512', 'A128GCM', 'A192GCM', 'A256GCM'];
const HMAC = ['HS256', 'HS384', 'HS512'];
const NO_SIGNATURE = ['none', 'rs256', 'RS1', 5, ['RS256'], {}, true];

const KEYS = { jwks_uri: 'https://a.example/jwks' };
const SYMMETRIC = ['dir', 'A128KW', 'A256KW', 'A192GCMKW'];

/** Members that name a signature algorithm, with their defaults: by others, with the secret too. */
const SIGNED_BY_OTHERS: Readonly<Record<string, string | undefined>> = {
  id_token_signed_response_alg: 'RS256',
  authorization_signed_response_alg: 'RS256',
  userinfo_signed_response_alg: undefined,
};
/** By this server or for those who take no secret. */
const SIGNED: Readonly<Record<string, string | undefined>> = {
  introspection_signed_response_alg: 'RS256',
  backchannel_authentication_request_signing_alg: undefined,
  nfv_token_signed_response_alg: undefined,
};

/** Pairs of alg and enc, of which the second is nothing without the first. */
const ENCRYPTED = [
  ['id_token_encrypted_response_alg', 'id_token_encrypted_response_enc'],
  ['userinfo_encrypted_response_alg', 'userinfo_encrypted_response_enc'],
  ['request_object_encryption_alg', 'request_object_encryption_enc'],
  ['authorization_encrypted_response_alg', 'authorization_encrypted_response_enc'],
  ['introspection_encrypted_response_alg', 'introspection_encrypted_response_enc'],
  ['nfv_token_encrypted_response_alg', 'nfv_token_encrypted_response_enc'],
] as const;

/** Members whose algorithms may take the secret of the client. */
const BY_SECRET = [
  ...['id_token_encrypted_response_alg', 'userinfo_encrypted_response_alg'],
  ...['request_object_encryption_alg', 'authorization_encrypted_response_alg'],
];
/** Members whose algorithms take a key of the client. */
const BY_KEY = ENCRYPTED.map(([alg]) => alg).filter((alg) => alg !== 'request_object_encryption_alg');

export const ALGORITHM_FACTS = [
  ...Object.entries(SIGNED_BY_OTHERS).map(([member, byDefault]) =>
    factsOf(member)
      .defaultsTo(byDefault)
      .allows(...SIGNING, ...HMAC)
      .echoes(null, byDefault)
      .rejects(...NO_SIGNATURE),
  ),
  ...Object.entries(SIGNED).map(([member, byDefault]) =>
    factsOf(member, KEYS)
      .defaultsTo(byDefault)
      .allows(...SIGNING)
      .echoes(null, byDefault)
      .rejects(...HMAC, ...NO_SIGNATURE),
  ),
  ...[...Object.keys(SIGNED_BY_OTHERS), 'request_object_signing_alg'].map((member) =>
    factsOf(member, { ...KEYS, grant_types: ['authorization_code'], token_endpoint_auth_method: 'none' })
      .allows('ES256')
      .rejects('HS256'),
  ),
  ...['request_object_signing_alg', 'backchannel_authentication_request_signing_alg'].map((member) =>
    factsOf(member).requires('keys', 'ES256', {}, 'jwks'),
  ),
  factsOf('token_signed_response_alg')
    .defaultsTo('RS256')
    .allows(...SIGNING)
    .rejects(...HMAC, ...NO_SIGNATURE),
  factsOf('request_object_signing_alg', KEYS)
    .defaultsTo(undefined)
    .allows(...SIGNING, ...HMAC, 'none')
    .rejects('NONE', 5),
  factsOf('request_object_signing_alg').allows('HS256', 'none'),
  factsOf('request_object_signing_alg', { ...KEYS, require_signed_request_object: true })
    .allows('ES256')
    .rejects('none'),
  ...ENCRYPTED.flatMap(([alg, enc]) => [
    factsOf(alg, KEYS)
      .defaultsTo(undefined)
      .allows(...ENCRYPTION.filter((name) => alg !== 'introspection_encrypted_response_alg' || name !== 'RSA1_5'))
      .rejects('none', 5, ['RSA-OAEP'], 'rsa-oaep'),
    factsOf(enc, KEYS)
      .defaultsTo(undefined)
      .defaultsTo('A128CBC-HS256', { [alg]: 'RSA-OAEP' })
      .requires(alg, 'A128GCM')
      .rejects('A128GCMKW', 'none', 5, ['A128GCM']),
    factsOf(enc, { ...KEYS, [alg]: 'ECDH-ES' }).allows(...CONTENT),
  ]),
  ...BY_SECRET.flatMap((alg) => [
    factsOf(alg).allows(...SYMMETRIC),
    factsOf(alg, { grant_types: ['authorization_code'], token_endpoint_auth_method: 'none' }).rejects('dir'),
  ]),
  ...['introspection_encrypted_response_alg', 'nfv_token_encrypted_response_alg'].map((alg) =>
    factsOf(alg, KEYS).rejects(...SYMMETRIC),
  ),
  ...BY_KEY.map((alg) => factsOf(alg).requires('keys', 'RSA-OAEP', {}, 'jwks')),
  factsOf('introspection_encrypted_response_alg', KEYS).rejects('RSA1_5'),
  factsOf('token_encrypted_response_alg', KEYS)
    .defaultsTo('RSA1_5')
    .allows(...ENCRYPTION)
    .rejects(...SYMMETRIC, 'none', 5),
  factsOf('token_encrypted_response_alg').allows('RSA1_5').requires('keys', 'RSA-OAEP', {}, 'jwks'),
  factsOf('token_encrypted_response_enc')
    .defaultsTo('A128CBC-HS256')
    .allows(...CONTENT)
    .rejects('none', 5),
];

/** RP Metadata Choices: a list, the member it is for, what is chosen of [unknown, second, third]. */
const CHOICES: readonly (readonly [list: string, member: string, best: string, next: string])[] = [
  ['id_token_signing_alg_values_supported', 'id_token_signed_response_alg', 'ES256', 'PS256'],
  ['userinfo_signing_alg_values_supported', 'userinfo_signed_response_alg', 'ES256', 'PS256'],
  ['request_object_signing_alg_values_supported', 'request_object_signing_alg', 'ES256', 'PS256'],
  ['introspection_signing_alg_values_supported', 'introspection_signed_response_alg', 'ES256', 'PS256'],
  ['authorization_signing_alg_values_supported', 'authorization_signed_response_alg', 'ES256', 'PS256'],
  [
    'backchannel_authentication_request_signing_alg_values_supported',
    'backchannel_authentication_request_signing_alg',
    'ES256',
    'PS256',
  ],
  ['token_endpoint_auth_signing_alg_values_supported', 'token_endpoint_auth_signing_alg', 'ES256', 'PS256'],
  ['id_token_encryption_alg_values_supported', 'id_token_encrypted_response_alg', 'ECDH-ES', 'RSA-OAEP'],
  ['userinfo_encryption_alg_values_supported', 'userinfo_encrypted_response_alg', 'ECDH-ES', 'RSA-OAEP'],
  ['request_object_encryption_alg_values_supported', 'request_object_encryption_alg', 'ECDH-ES', 'RSA-OAEP'],
  ['introspection_encryption_alg_values_supported', 'introspection_encrypted_response_alg', 'ECDH-ES', 'RSA-OAEP'],
  ['authorization_encryption_alg_values_supported', 'authorization_encrypted_response_alg', 'ECDH-ES', 'RSA-OAEP'],
  ['id_token_encryption_enc_values_supported', 'id_token_encrypted_response_enc', 'A256GCM', 'A128GCM'],
  ['userinfo_encryption_enc_values_supported', 'userinfo_encrypted_response_enc', 'A256GCM', 'A128GCM'],
  ['request_object_encryption_enc_values_supported', 'request_object_encryption_enc', 'A256GCM', 'A128GCM'],
  ['introspection_encryption_enc_values_supported', 'introspection_encrypted_response_enc', 'A256GCM', 'A128GCM'],
  ['authorization_encryption_enc_values_supported', 'authorization_encrypted_response_enc', 'A256GCM', 'A128GCM'],
  ['subject_types_supported', 'subject_type', 'pairwise', 'public'],
  ['token_endpoint_auth_methods_supported', 'token_endpoint_auth_method', 'client_secret_basic', 'client_secret_post'],
];

const algOf = (member: string): Readonly<Record<string, unknown>> => {
  const alg = ENCRYPTED.find(([, enc]) => enc === member)?.[0];
  return { ...KEYS, ...(alg && { [alg]: 'ECDH-ES' }) };
};

export const CHOICE_FACTS = CHOICES.flatMap(([list, member, best, next]) => [
  factsOf(list, algOf(member)).ignores([best, next], ['unknown', next]).rejects([], ['unknown'], 'text', [5], {}),
  factsOf(member, algOf(member))
    .defaultsTo(best, { [list]: ['unknown', best, next] })
    .defaultsTo(next, { [list]: [next, best] }),
  factsOf(member, { ...algOf(member), [list]: [best] })
    .allows(best)
    .rejects(next),
]);
