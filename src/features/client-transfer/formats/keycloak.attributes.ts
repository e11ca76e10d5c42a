import type { ClientDraft } from './client-draft';
import { as, leftOut, partOf, type SourceMember, type SourceMembers, to, without } from './source-member';

/** Attributes are texts, whatever they mean. */
const isTrue = (value: unknown): boolean => value === 'true' || value === true;
const flag = (member: string): SourceMember => to(member, isTrue);

/** Several values in one text. */
export const listOf = (value: unknown): string[] =>
  String(value)
    .split('##')
    .filter((item) => item !== '');

/** An algorithm, if it is not one of the words by which Keycloak says that there is none. */
const algorithm = (member: string): SourceMember =>
  as(`\`${member}\``, (draft, value) => {
    if (value !== '' && value !== 'any' && value !== 'unsigned' && value !== 'not required')
      draft.metadata[member] = value;
  });

/** Another server has to be configured for what this server does not do. */
const OF_TOKENS = 'a policy decides the lifetime of tokens here (access_token_lifetime)';

const withGrant = (grant: string): SourceMember =>
  as(`\`grant_types\`: \`${grant}\``, (draft, value) => {
    if (isTrue(value)) draft.add('grant_types', grant);
  });

/** Keys by value or by address, of which Keycloak stores both and uses one. */
const keys = (member: 'jwks' | 'jwks_uri', use: string): SourceMember =>
  as(`\`${member}\`, if \`${use}\` is true`, (draft, value, name, attributes) => {
    if (value === '') return;
    if (!isTrue(attributes[use])) draft.leaveOut(name, `Keycloak does not use it, because ${use} is not true`);
    else if (member === 'jwks_uri') draft.metadata[member] = value;
    else readKeys(draft, name, String(value));
  });

const readKeys = (draft: ClientDraft, name: string, text: string): void => {
  try {
    draft.metadata['jwks'] = JSON.parse(text) as unknown;
  } catch {
    draft.fault('jwks', undefined, `must be a JSON Web Key Set; correct ${name}`);
  }
};

/** `attributes` of a client, by the names of Keycloak. */
export const KEYCLOAK_ATTRIBUTES: SourceMembers = {
  'pkce.code.challenge.method': leftOut(
    'this server requires no PKCE of single clients; the authorization endpoint does',
  ),
  'post.logout.redirect.uris': partOf('`post_logout_redirect_uris`; `+` is the list of `redirect_uris`'),
  'oauth2.device.authorization.grant.enabled': withGrant('urn:ietf:params:oauth:grant-type:device_code'),
  'oidc.ciba.grant.enabled': withGrant('urn:openid:params:grant-type:ciba'),
  'standard.token.exchange.enabled': withGrant('urn:ietf:params:oauth:grant-type:token-exchange'),
  'standard.token.exchange.enableRefreshRequestedTokenType': leftOut('this server has no such setting', ['NO']),
  'backchannel.logout.url': to('backchannel_logout_uri'),
  'backchannel.logout.session.required': flag('backchannel_logout_session_required'),
  'backchannel.logout.revoke.offline.tokens': leftOut('this server has no offline tokens', ['false']),
  'frontchannel.logout.url': to('frontchannel_logout_uri'),
  'frontchannel.logout.session.required': flag('frontchannel_logout_session_required'),
  'jwks.url': keys('jwks_uri', 'use.jwks.url'),
  'use.jwks.url': partOf('whether `jwks.url` is used'),
  'jwks.string': keys('jwks', 'use.jwks.string'),
  'use.jwks.string': partOf('whether `jwks.string` is used'),
  'jwt.credential.certificate': leftOut('the key of a certificate is not read; register it as jwks'),
  'token.endpoint.auth.signing.alg': algorithm('token_endpoint_auth_signing_alg'),
  'access.token.signed.response.alg': algorithm('token_signed_response_alg'),
  'id.token.signed.response.alg': algorithm('id_token_signed_response_alg'),
  'id.token.encrypted.response.alg': algorithm('id_token_encrypted_response_alg'),
  'id.token.encrypted.response.enc': algorithm('id_token_encrypted_response_enc'),
  'user.info.response.signature.alg': algorithm('userinfo_signed_response_alg'),
  'user.info.encrypted.response.alg': algorithm('userinfo_encrypted_response_alg'),
  'user.info.encrypted.response.enc': algorithm('userinfo_encrypted_response_enc'),
  'request.object.signature.alg': algorithm('request_object_signing_alg'),
  'request.object.encryption.alg': algorithm('request_object_encryption_alg'),
  'request.object.encryption.enc': algorithm('request_object_encryption_enc'),
  'request.object.required': as('`require_signed_request_object`, if it is not `not required`', (draft, value) => {
    if (value !== '' && value !== 'not required') draft.metadata['require_signed_request_object'] = true;
  }),
  'request.uris': to('request_uris', listOf),
  'authorization.signed.response.alg': algorithm('authorization_signed_response_alg'),
  'authorization.encrypted.response.alg': algorithm('authorization_encrypted_response_alg'),
  'authorization.encrypted.response.enc': algorithm('authorization_encrypted_response_enc'),
  'require.pushed.authorization.requests': flag('require_pushed_authorization_requests'),
  'tls.client.certificate.bound.access.tokens': flag('tls_client_certificate_bound_access_tokens'),
  'tls-client-certificate-bound-access-tokens': flag('tls_client_certificate_bound_access_tokens'),
  'dpop.bound.access.tokens': flag('dpop_bound_access_tokens'),
  'x509.subjectdn': partOf('`tls_client_auth_subject_dn`, if `clientAuthenticatorType` is `client-x509`'),
  'x509.allow.regex.pattern.comparison': partOf('`true`: the subject is a pattern, which this server does not compare'),
  'ciba.backchannel.token.delivery.mode': to('backchannel_token_delivery_mode'),
  'ciba.backchannel.client.notification.endpoint': to('backchannel_client_notification_endpoint'),
  'ciba.backchannel.auth.request.signing.alg': algorithm('backchannel_authentication_request_signing_alg'),
  'default.acr.values': to('default_acr_values', listOf),
  'acr.loa.map': leftOut('this server authenticates no users', ['{}']),
  'minimum.acr.value': leftOut('this server authenticates no users'),
  logoUri: to('logo_uri'),
  policyUri: to('policy_uri'),
  tosUri: to('tos_uri'),
  'access.token.lifespan': leftOut(OF_TOKENS),
  'client.session.idle.timeout': leftOut('this server has no sessions'),
  'client.session.max.lifespan': leftOut('this server has no sessions'),
  'client.offline.session.idle.timeout': leftOut('this server has no sessions'),
  'client.offline.session.max.lifespan': leftOut('this server has no sessions'),
  'use.refresh.tokens': partOf('`grant_types`: `refresh_token`, unless it is `false`'),
  'client_credentials.use_refresh_token': leftOut('no refresh token is issued for client_credentials here', ['false']),
  'client.use.lightweight.access.token.enabled': leftOut('this server has one kind of access token', ['false']),
  'access.token.header.type.rfc9068': leftOut('access tokens always have the type of RFC 9068 here', ['false', 'true']),
  'client.secret.creation.time': partOf('the time of the registration, in the lineage'),
  'client.secret.expiration.time': partOf('the expiry of the secret'),
  'client.secret.rotated': partOf('a second secret, until it expires'),
  'client.secret.rotated.creation.time': without('the secret is kept as it is'),
  'client.secret.rotated.expiration.time': partOf('the expiry of the second secret'),
  'client.introspection.response.allow.jwt.claim.enabled': leftOut('this server has no such claim', ['false']),
  'display.on.consent.screen': leftOut('this server asks no users for consent', ['false']),
  'consent.screen.text': leftOut('this server asks no users for consent'),
  login_theme: leftOut('this server has no login page'),
  'exclude.session.state.from.auth.response': leftOut('this server sends no session_state', ['false']),
  'exclude.issuer.from.auth.response': leftOut('the authorization endpoint decides that', ['false']),
  'oauth2.jwt.authorization.grant.enabled': withGrant('urn:ietf:params:oauth:grant-type:jwt-bearer'),
  realm_client: without('clients of Keycloak itself are left out as a whole'),
};
