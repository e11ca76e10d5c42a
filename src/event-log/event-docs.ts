import { CLIENT_DOCUMENT_EVENTS } from './client-document-event-docs';
import type { Event } from './event';
import type { EventData, EventType } from './event-types';
import { SIGN_IN_EVENTS } from './sign-in-event-docs';
import { USER_EVENTS } from './user-event-docs';

/** What a type of event says, and each member of its `data`. */
type EventDocs = {
  readonly [Type in EventType]: {
    readonly about: string;
    readonly data: { readonly [Member in keyof EventData[Type]]-?: string };
  };
};

const STATUS = {
  before: 'The status before.',
  after: 'The status now.',
  reason: 'What the operator wants the client to know, if there is a reason.',
};
const KEY = {
  kid: 'The identifier of the key.',
  alg: 'Its algorithm.',
  signs_from: 'When it begins to sign.',
};
const CONFIGURED = {
  replaced: 'The identifier of the client of the environment before.',
  secret_changed: 'Whether its secret is another one.',
};
const TOKEN = 'The identifier of the initial access token, which is no secret.';
const WEBHOOK = 'The identifier of the webhook.';
const REFUSAL = {
  error: 'The code of the error.',
  description: 'The description of the error, cut to 300 characters.',
  member: 'The member of the request that has the fault, if the fault is of a member.',
  rule: 'The rule that the member breaks.',
  method: 'The method of the request.',
  route: 'The route of the request, such as `/register/:client_id`.',
};

/** The members that all events have. */
export const EVENT_MEMBERS: { readonly [Member in keyof Event]-?: string } = {
  id: 'A UUID version 7. Identifiers sort by time.',
  at: 'When it happened (RFC 3339, UTC).',
  type: 'The type of the event.',
  issuer: 'The issuer that it happened at.',
  actor:
    'On whose behalf: `type`, and what identifies the actor. Types are `anonymous`, `access_token`, `initial_access_token`, `registration_access_token`, `client_authentication`, `administrator` (a person, by a token of `ADMIN_TOKEN_ISSUER`: `sub`, `issuer`, `name`), `server` (a task) and `command` (an operator).',
  address: 'The address of the caller, if `CLIENT_ADDRESSES` is `plain`.',
  address_hash: 'The keyed hash of the address of the caller, if `CLIENT_ADDRESSES` is `hashed`.',
  request_id: 'The `X-Request-Id` of the response; for a task or command an identifier of that.',
  client_id: 'The client that the event is about.',
  revision: 'The number of changes of the client so far. It is the order of the events of a client.',
  registrar: 'The client whose access token registered the client.',
  policies: 'The names and versions of the policies that admitted the client.',
  data: 'What depends on the type.',
};

/** All types of events. A type or a member without its sentence does not compile. */
export const EVENT_DOCS: EventDocs = {
  'client.registered': {
    about: 'A client was registered.',
    data: {
      metadata: 'The whole metadata, defaults included, without the software statement.',
      status: 'The status, `pending` if the client has to be approved.',
      initial_access_token: 'The identifier of the initial access token that permitted it.',
    },
  },
  'client.updated': {
    about: 'The metadata of a client were replaced or patched.',
    data: {
      changes: 'The members that changed, each with `before` and `after`; absent means not registered.',
      credentials_changed: 'Whether a secret or a registration access token was issued, or is no longer valid.',
      status: 'The change of status, if the client has to be approved again.',
    },
  },
  'client.secret_rotated': { about: 'A client got a new secret on its request.', data: {} },
  'client.registration_token_rotated': {
    about: 'The registration access tokens of a client were replaced.',
    data: {},
  },
  'client.approved': { about: 'An operator approved a pending client.', data: STATUS },
  'client.rejected': { about: 'An operator rejected a client.', data: STATUS },
  'client.disabled': { about: 'An operator disabled a client.', data: STATUS },
  'client.enabled': { about: 'An operator enabled a disabled client.', data: STATUS },
  'client.deleted': { about: 'A client was deleted.', data: { client_name: 'Its name.' } },
  'client.swept': {
    about: 'The server deleted a client that was not used for long.',
    data: { rule: 'The rule of its policies.', days: 'The value of the rule.', client_name: 'Its name.' },
  },
  'client.read': {
    about:
      'An administrator read a client, by `clients show` or `GET /admin/clients/{client_id}`. Lists, searches and histories are no such event.',
    data: {},
  },
  ...CLIENT_DOCUMENT_EVENTS,
  'administrator.signed_in': {
    about:
      'The administrator of the environment got an access token, which is the `client_id` of the event; or a token of `ADMIN_TOKEN_ISSUER` was used for the first time.',
    data: {
      scope: 'The scopes of the administration that the token has.',
      expires_at: 'When the token expires.',
      jti: 'The identifier of the token, as later events have it in their `actor`.',
    },
  },
  'administrator.configured': {
    about: 'The administrator of the environment was stored for the first time, or is another one.',
    data: CONFIGURED,
  },
  'registrar.configured': {
    about: 'The registrar of the environment was stored for the first time, or is another one.',
    data: CONFIGURED,
  },
  'registrar.created': {
    about: 'An operator made a registrar, which is the `client_id` of the event.',
    data: {
      label: 'Its label.',
      expires_at: 'When it expires.',
      policy: 'The attached policy.',
      max_clients: 'How many of its clients may exist.',
      jwks_uri: 'Where it publishes its keys, if it authenticates by them.',
    },
  },
  'registrar.revoked': { about: 'An operator revoked a registrar.', data: { label: 'Its label.' } },
  'initial_access_token.created': {
    about: 'An operator made an initial access token.',
    data: {
      initial_access_token: TOKEN,
      label: 'Its label.',
      uses: 'How many clients it may register.',
      expires_at: 'When it expires.',
      policy: 'The attached policy.',
      max_clients: 'How many of its clients may exist.',
    },
  },
  'initial_access_token.spent': {
    about:
      'Registrations used an initial access token. Registrations that are stored together have one event; its request is the first of theirs.',
    data: { initial_access_token: TOKEN, clients: 'The identifiers of the clients, one for each use.' },
  },
  'initial_access_token.revoked': {
    about: 'An operator revoked an initial access token.',
    data: { initial_access_token: TOKEN },
  },
  'policy.applied': {
    about: 'A new version of a policy was applied.',
    data: { policy: 'Its name.', version: 'The number of the version.' },
  },
  'signing_key.created': { about: 'The first signing key of an algorithm was made.', data: KEY },
  'signing_key.rotated': { about: 'The next signing key was published, or signs sooner.', data: KEY },
  'signing_key.withdrawn': {
    about: 'A signing key was deleted: no token of it is valid.',
    data: { kid: KEY.kid, alg: KEY.alg },
  },
  ...SIGN_IN_EVENTS,
  ...USER_EVENTS,
  'webhook.created': { about: 'An operator made a webhook.', data: { webhook: WEBHOOK, label: 'Its label.' } },
  'webhook.secret_rotated': { about: 'A webhook got a new secret.', data: { webhook: WEBHOOK } },
  'webhook.paused': {
    about: 'Deliveries to a webhook were paused.',
    data: { webhook: WEBHOOK, reason: 'Why: by an operator, or after failures.' },
  },
  'webhook.resumed': { about: 'Deliveries to a webhook were resumed.', data: { webhook: WEBHOOK } },
  'webhook.deleted': { about: 'A webhook was deleted.', data: { webhook: WEBHOOK } },
  'registration.refused': {
    about: 'A registration of a caller that proved who it is was refused.',
    data: REFUSAL,
  },
  'update.refused': {
    about: 'An update, a rotation or a deletion was refused; the caller had proved who it is.',
    data: REFUSAL,
  },
  'authentication.refused': {
    about: 'A proof or a token was refused of a caller that had proved who it is by another one.',
    data: REFUSAL,
  },
  'refusals.counted': {
    about:
      'So many requests were refused within about a minute: of callers that proved nothing, or more of one caller than become events.',
    data: {
      kind: 'What was refused: one of the three types above.',
      network:
        'The network of the callers (/24, or /48 of IPv6), if `CLIENT_ADDRESSES` is `plain`. Absent in the count of all networks beyond 100.',
      network_hash: 'The keyed hash of the network, if `CLIENT_ADDRESSES` is `hashed`.',
      from: 'When counting began.',
      to: 'When it ended.',
      count: 'The number of requests.',
    },
  },
  'events.expired': {
    about: 'Events older than `AUDIT_RETENTION_DAYS` were deleted.',
    data: { through: 'The position of the last one.', count: 'How many there were.' },
  },
};

/** The names of all types of events. */
export const EVENT_TYPES: readonly string[] = Object.keys(EVENT_DOCS);
