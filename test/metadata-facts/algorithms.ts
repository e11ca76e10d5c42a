import { factsOf } from '../support/metadata-facts';

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
const NO_SIGNATURE = ['none', 'HS256', 'HS512', 'rs256', 'RS1', 5, ['RS256'], {}, true];

/** Members that name a signature algorithm, with their defaults. */
const SIGNED: Readonly<Record<string, string | undefined>> = {
  id_token_signed_response_alg: 'RS256',
  authorization_signed_response_alg: 'RS256',
  introspection_signed_response_alg: 'RS256',
  userinfo_signed_response_alg: undefined,
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

export const ALGORITHM_FACTS = [
  ...Object.entries(SIGNED).map(([member, byDefault]) =>
    factsOf(member)
      .defaultsTo(byDefault)
      .allows(...SIGNING)
      .echoes(null, byDefault)
      .rejects(...NO_SIGNATURE),
  ),
  factsOf('token_signed_response_alg')
    .defaultsTo('RS256')
    .allows(...SIGNING)
    .rejects(...NO_SIGNATURE),
  factsOf('request_object_signing_alg')
    .defaultsTo(undefined)
    .allows(...SIGNING, 'none')
    .rejects('HS256', 'NONE', 5),
  factsOf('request_object_signing_alg', { require_signed_request_object: true }).allows('ES256').rejects('none'),
  ...ENCRYPTED.flatMap(([alg, enc]) => [
    factsOf(alg)
      .defaultsTo(undefined)
      .allows(...ENCRYPTION.filter((name) => alg !== 'introspection_encrypted_response_alg' || name !== 'RSA1_5'))
      .rejects('dir', 'A128KW', 'none', 5, ['RSA-OAEP'], 'rsa-oaep'),
    factsOf(enc)
      .defaultsTo(undefined)
      .defaultsTo('A128CBC-HS256', { [alg]: 'RSA-OAEP' })
      .requires(alg, 'A128GCM')
      .rejects('A128GCMKW', 'none', 5, ['A128GCM']),
    factsOf(enc, { [alg]: 'ECDH-ES' }).allows(...CONTENT),
  ]),
  factsOf('introspection_encrypted_response_alg').rejects('RSA1_5'),
  factsOf('token_encrypted_response_alg')
    .defaultsTo('RSA1_5')
    .allows(...ENCRYPTION)
    .rejects('dir', 'none', 5),
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
  return alg ? { [alg]: 'ECDH-ES' } : {};
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
