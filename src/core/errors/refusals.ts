import {
  AuthenticationRequired,
  ClientNotApproved,
  InvalidAuthorizationDetails,
  InvalidDpopProof,
  InvalidGrant,
  InvalidRequest,
  InvalidScope,
  InvalidTarget,
  MalformedBearer,
  UnauthorizedClient,
  UnsupportedGrantType,
} from './errors';
import { AccessDenied, NoSuchResource } from './management-errors';
import { type Challenges, plain } from './oauth-error';
import { UnknownResource } from './refused-operation';
import { InvalidRegistration } from './registration-errors';

/**
 * The refusals that the OpenAPI document also shows. The code that refuses and the document call the same
 * function, so that they cannot differ.
 */

/** The challenges of a protected resource, or the parameters of its only challenge. */
type Ways = Challenges | Readonly<Record<string, string>>;

/** RFC 6750 section 2.1. */
export const malformedBearer = (ways: Ways): MalformedBearer =>
  new MalformedBearer('the Authorization header must be one word Bearer, one space and the token', ways);

/** RFC 6750 section 3: there is no access token. */
export const accessTokenRequired = (scope: string, ways: Ways): AuthenticationRequired =>
  new AuthenticationRequired(`send Authorization: Bearer with a token of scope ${scope}`, ways);

/** RFC 7592 section 2: there is no registration access token. */
export const registrationTokenRequired = (ways: Ways): AuthenticationRequired =>
  new AuthenticationRequired('send Authorization: Bearer with the registration access token', ways);

/** RFC 9449 section 7.1: the scheme DPoP needs a proof. */
export const proofRequired = (ways?: Challenges): InvalidDpopProof =>
  new InvalidDpopProof('the DPoP header must carry a proof; see RFC 9449 section 7.1', ways);

/** RFC 9449 section 4.3: the proof breaks a rule. The cause is for the log. */
export const proofMust = (rule: string, remedy: string, ways?: Challenges, cause?: unknown): InvalidDpopProof =>
  new InvalidDpopProof(`the DPoP proof must ${rule}; ${remedy}`, ways, cause);

/** RFC 9449 section 4.3: the proof was made for another method. */
export const proofForMethod = (method: string, ways?: Challenges): InvalidDpopProof =>
  proofMust(`have the htm ${method}`, 'make a proof for each request', ways);

/** RFC 6749 section 2.3. */
export const severalAuthentications = (): InvalidRequest =>
  new InvalidRequest('the client must authenticate in one way only; leave the other out');

/** RFC 6749 section 3.2: a parameter of a form is missing. */
export const parameterRequired = (name: string, remedy: string): InvalidRequest =>
  new InvalidRequest(`${name} must be sent; ${remedy}`);

/** The remedy for a missing `token` (RFC 7662 section 2.1, RFC 7009 section 2.1). */
export const TOKEN_REMEDY = 'put the token into the form';

/** RFC 6749 section 3.2: the body is no form. */
export const formRequired = (): InvalidRequest =>
  new InvalidRequest('the request body must be a form; send it as application/x-www-form-urlencoded');

/** RFC 6749 section 4.4.2: `grant_type` is missing. Takes the grants that are served. */
export const grantTypeRequired = (served: readonly string[]): InvalidRequest =>
  parameterRequired('grant_type', `use ${served.join(' or ')}`);

/** RFC 6749 section 5.2: the grant is not served. Takes the grants that are. */
export const grantTypeNotServed = (served: readonly string[]): UnsupportedGrantType =>
  new UnsupportedGrantType(`grant_type must be one of ${served.join(', ')}`);

/** RFC 6749 section 5.2: the client did not register the grant. */
export const grantTypeNotRegistered = (grant_type: string): UnauthorizedClient =>
  new UnauthorizedClient(`grant_type ${grant_type} is not registered for this client; register it in grant_types`);

/** RFC 6749 section 3.3: takes the scopes that the client cannot have. */
export const scopeNotRegistered = (excess: readonly string[]): InvalidScope =>
  new InvalidScope(
    `scope must be within what the client registered and the resource knows; leave out ${excess.join(' ')}`,
  );

/** {@link InvalidGrant}, or `GuessedGrant`. */
type GrantRefusal = typeof InvalidGrant;

/** RFC 6749 section 5.2: the code is unknown, used, expired, or of another client. The cause is for the log. */
export const codeNotUsable = (cause: string, Refusal: GrantRefusal = InvalidGrant): InvalidGrant =>
  new Refusal('code must be an unused one of this client, at most 60 seconds old; start a new authorization', cause);

/** RFC 6749 section 4.1.3, RFC 7636 section 4.6: a parameter does not fit the authorization request of the code. */
export const codeNeeds = (rule: string, remedy: string, Refusal: GrantRefusal = InvalidGrant): InvalidGrant =>
  new Refusal(`${rule}; ${remedy}`);

/** RFC 6749 section 5.2: the refresh token is unknown, used, expired, revoked, or of another client. The cause is for the log. */
export const refreshTokenNotUsable = (cause: string, Refusal: GrantRefusal = InvalidGrant): InvalidGrant =>
  new Refusal('refresh_token must be the newest of this client, and not revoked; start a new authorization', cause);

/** RFC 9126 section 2.1: a pushed request is no reference to another one. */
export const referencePushed = (): InvalidRequest =>
  new InvalidRequest('request_uri must not be in a pushed request; send the parameters themselves');

/** RFC 7636 section 4.4.1: PKCE is required of every client. */
export const codeChallengeRequired = (): InvalidRequest =>
  new InvalidRequest('code_challenge must be sent; make one from a code_verifier (RFC 7636)');

/** RFC 6749 appendix B: the parameters of an authorization request are no well-formed text. */
export const unreadableParameters = (): InvalidRequest =>
  new InvalidRequest('the parameters must be percent-encoded UTF-8; encode them again');

/** OpenID Connect Back-Channel Logout 1.0 section 2.8. The cause is for the log. */
export const logoutTokenRefused = (cause?: unknown): InvalidRequest =>
  new InvalidRequest('logout_token must be a valid and unused logout token of the provider; send a new one', { cause });

/** RFC 8707 section 2. */
export const unknownResource = (): InvalidTarget =>
  new InvalidTarget('resource must be one that this server issues tokens for; leave it out');

/** RFC 8707 section 2.2: the resource is none of the authorization. */
export const resourceNotGranted = (): InvalidTarget =>
  new InvalidTarget('resource must be one that was authorized; start a new authorization for another one');

/** RFC 8707 section 2.2: the authorization is for several resources, and a token is for one. */
export const oneResourceRequired = (): InvalidTarget =>
  new InvalidTarget('resource must name one that was authorized; request a token for each of them');

/** RFC 6749 section 6: takes the scopes that were not granted. */
export const scopeNotGranted = (excess: readonly string[]): InvalidScope =>
  new InvalidScope(`scope must be within what was authorized; leave out ${excess.join(' ')}`);

/** RFC 9396 section 5: takes the types that the client did not register. */
export const detailsNotRegistered = (types: readonly string[]): InvalidAuthorizationDetails =>
  new InvalidAuthorizationDetails(
    `authorization_details must be of types that the client registered; leave out ${[...new Set(types)].join(', ')}`,
  );

/** The client has no secret that could be rotated. */
export const noSecretToRotate = (): InvalidRequest =>
  new InvalidRequest('the client must have a secret to rotate; register a token_endpoint_auth_method that uses one');

/** RFC 7592 section 2.2.1: a client that is not active cannot change itself. */
export const clientNotActive = (status: string): AccessDenied =>
  new AccessDenied(`the client is ${status} and must not be changed; ask the operator`);

/** The client waits for the approval of the operator. */
export const clientPending = (): ClientNotApproved =>
  new ClientNotApproved(
    'the client must be approved by the operator; do not register again, read client_status at registration_client_uri',
  );

/** The operator rejected the client; `reason` is left out for a client that proved nothing. */
export const clientRejected = (reason?: string): ClientNotApproved =>
  new ClientNotApproved(
    `the client was rejected by the operator${reason === undefined ? '' : ` (${reason})`}; ask the operator`,
  );

/**
 * The caller may register clients, but not more than exist (`max_clients`). `credential` is what it presented, `policies`
 * the policies that have the quota, if it is not that of the credential itself.
 */
export const quotaReached = (credential: string, most: number, policies?: string): AccessDenied =>
  new AccessDenied(
    `this ${credential} must not have more than ${most} clients at a time${policies === undefined ? '' : `, by max_clients of policy ${policies}`}; ${most > 0 ? 'delete one of them, or ask the operator' : 'ask the operator'}`,
  );

/** A parameter is sent more than once (RFC 6749 section 3.2). */
export const parameterRepeated = (name: string): InvalidRequest =>
  new InvalidRequest(`${name} must not be repeated; send it once`);

/** So much of a misspelt name is shown. */
const SHOWN_OF_NAME = 50;

/**
 * A query has a parameter that the operation does not have. `known` are those that it has, `nearest` the one of them that
 * was probably meant.
 */
export const parameterUnknown = (name: string, known: readonly string[], nearest?: string): InvalidRequest => {
  const shown = plain(name.slice(0, SHOWN_OF_NAME));
  const remedy = nearest === undefined ? 'leave it out' : `did you mean ${nearest}? otherwise leave it out`;
  return new InvalidRequest(
    known.length === 0
      ? `${shown} must not be sent: this operation has no parameters; leave it out`
      : `${shown} must be one of the parameters ${known.join(', ')}; ${remedy}`,
  );
};

/** The body of a request to administer is no JSON object. */
export const jsonObjectRequired = (why = 'must be a JSON object'): InvalidRequest =>
  new InvalidRequest(`the request body ${why}; send a JSON object in UTF-8`);

/** No client has the identifier in the address. */
export const noSuchClient = (): NoSuchResource => new NoSuchResource(unknownClient('').description);

/** The same for commands and requests. */
export const unknownClient = (client_id: string): UnknownResource =>
  new UnknownResource('client', client_id, 'client_id');

/** The log has no such event, or it has no place there yet. */
export const unknownLastEvent = (): InvalidRequest =>
  new InvalidRequest('the last event must be the id of a sealed event; use one of GET /admin/events, or leave it out');

/** The `Idempotency-Key` is empty, too long, or has other characters. */
export const malformedIdempotencyKey = (): InvalidRequest =>
  new InvalidRequest('Idempotency-Key must be 1 to 255 visible ASCII characters; use a UUID');

/** RFC 7591 section 3.2.2: the statement is not valid. The cause is for the log. */
export const invalidSoftwareStatement = (rule: string, remedy: string, cause?: unknown): InvalidRegistration =>
  new InvalidRegistration([{ error: 'invalid_software_statement', member: 'software_statement', rule, remedy }], cause);

/** RFC 7591 section 3.2.2: the statement is valid, but this server does not approve it. */
export const unapprovedSoftwareStatement = (rule: string, remedy: string): InvalidRegistration =>
  new InvalidRegistration([{ error: 'unapproved_software_statement', member: 'software_statement', rule, remedy }]);

/** The remedy for a statement that only its issuer can correct. */
export const NEW_STATEMENT = 'obtain a new statement from its issuer';

/** RFC 7591 section 2.3: the statement is no signed JWT. The cause is for the log. */
export const statementNotSigned = (cause?: unknown): InvalidRegistration =>
  invalidSoftwareStatement('must be a JWT signed with an asymmetric algorithm', NEW_STATEMENT, cause);

/** RFC 7591 section 2.3: the issuer of the statement is not trusted. */
export const untrustedStatementIssuer = (): InvalidRegistration =>
  unapprovedSoftwareStatement('must be of an issuer that is trusted here', 'ask the operator');
