import type { SweepRule } from '../clients/events/sweep-rule';
import type { AdmittingPolicy, ClientStatus } from '../clients/client.entity';

type Values = Readonly<Record<string, unknown>>;

type NoData = Readonly<Record<string, never>>;

/** A member of metadata that changed; a value that is absent was not registered, or is not any more. */
export interface MemberChange {
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A status that changed. */
interface StatusChange {
  readonly before: ClientStatus;
  readonly after: ClientStatus;
  /** What the operator wants the client to know. */
  readonly reason?: string;
}

/** A request that was refused. */
export interface Refusal {
  /** The code of the error, such as `invalid_redirect_uri`. */
  readonly error: string;
  /** The description of the error, as the caller got it. */
  readonly description: string;
  /** The member of the request that has the fault, if the fault is of a member. */
  readonly member?: string;
  /** The rule that the member breaks. */
  readonly rule?: string;
  readonly method: string;
  /** The route of the request, such as `/register/:client_id`. */
  readonly route: string;
}

/** The types of events of requests that were refused. */
export type RefusalType = 'registration.refused' | 'update.refused' | 'authentication.refused';

/** What ended sessions of a person. */
export type SessionEnd = 'user' | 'operator' | 'upstream';

/** A signing key, and when it begins to sign. */
interface SigningKeyData {
  readonly kid: string;
  readonly alg: string;
  readonly signs_from: string;
}

/** A grant, and the person who gave it. */
interface GrantData {
  readonly grant: string;
  readonly sub: string;
}

/** The access that an authorization is about. */
interface AccessData {
  readonly resources: readonly string[];
  readonly scope: readonly string[];
}

/** What an event of each type contains besides the members that all events have. */
export interface EventData {
  readonly 'client.registered': {
    readonly metadata: Values;
    readonly status: ClientStatus;
    readonly initial_access_token?: string;
  };
  readonly 'client.updated': {
    readonly changes: Readonly<Record<string, MemberChange>>;
    readonly credentials_changed: boolean;
    /** Present if the client has to be approved again. */
    readonly status?: StatusChange;
  };
  readonly 'client.secret_rotated': NoData;
  readonly 'client.registration_token_rotated': NoData;
  readonly 'client.approved': StatusChange;
  readonly 'client.rejected': StatusChange;
  readonly 'client.disabled': StatusChange;
  readonly 'client.enabled': StatusChange;
  readonly 'client.deleted': { readonly client_name?: string };
  readonly 'client.swept': SweepRule & { readonly client_name?: string };
  readonly 'client.read': NoData;
  readonly 'client_document.added': { readonly metadata: Values; readonly status: ClientStatus };
  readonly 'client_document.changed': {
    readonly changes: Readonly<Record<string, MemberChange>>;
    readonly keys_withdrawn: boolean;
    /** Present if the client has to be approved again. */
    readonly status?: StatusChange;
  };
  readonly 'client_document.disabled': { readonly reason?: string };
  readonly 'client_document.enabled': NoData;
  readonly 'client_document_host.disabled': { readonly host: string; readonly reason?: string };
  readonly 'client_document_host.enabled': { readonly host: string };
  readonly 'administrator.signed_in': {
    readonly scope: string;
    readonly expires_at: string;
    /** The `jti` of the token, if it has one. */
    readonly jti?: string;
  };
  readonly 'administrator.configured': { readonly replaced?: string; readonly secret_changed: boolean };
  readonly 'registrar.configured': { readonly replaced?: string; readonly secret_changed: boolean };
  readonly 'registrar.created': {
    readonly label: string;
    readonly expires_at?: string;
    readonly policy?: string;
    readonly max_clients?: number;
    readonly jwks_uri?: string;
  };
  readonly 'registrar.revoked': { readonly label: string };
  readonly 'initial_access_token.created': {
    readonly initial_access_token: string;
    readonly label: string;
    readonly uses?: number;
    readonly expires_at?: string;
    readonly policy?: string;
    readonly max_clients?: number;
  };
  readonly 'initial_access_token.spent': { readonly initial_access_token: string; readonly clients: readonly string[] };
  readonly 'initial_access_token.revoked': { readonly initial_access_token: string };
  readonly 'policy.applied': { readonly policy: string; readonly version: number };
  readonly 'signing_key.created': SigningKeyData;
  readonly 'signing_key.rotated': SigningKeyData;
  readonly 'signing_key.withdrawn': { readonly kid: string; readonly alg: string };
  readonly 'grant.created': GrantData & { readonly resources: readonly string[]; readonly scope: readonly string[] };
  readonly 'grant.redeemed': GrantData;
  readonly 'grant.code_reused': GrantData;
  readonly 'grant.refresh_token_reused': GrantData;
  readonly 'grant.revoked': GrantData & { readonly reason: string };
  readonly 'grants.revoked': { readonly sub?: string; readonly count: number; readonly reason: string };
  readonly 'webhook.created': { readonly webhook: string; readonly label: string };
  readonly 'webhook.secret_rotated': { readonly webhook: string };
  /** By an operator, by the server after failures, or because the receiver answered 410. */
  readonly 'webhook.paused': { readonly webhook: string; readonly reason: string };
  readonly 'webhook.resumed': { readonly webhook: string };
  readonly 'webhook.deleted': { readonly webhook: string };
  readonly 'sign_in.succeeded': { readonly sub: string; readonly upstream: string; readonly acr?: string };
  readonly 'sign_in.refused': { readonly sub?: string; readonly upstream: string; readonly rule: string };
  readonly 'upstream.failed': { readonly upstream: string; readonly reason: string };
  readonly 'session.ended': { readonly sub: string; readonly sessions: number; readonly by: SessionEnd };
  readonly 'user.disabled': { readonly sub: string; readonly reason?: string };
  readonly 'user.enabled': { readonly sub: string };
  readonly 'user.erased': { readonly sub: string };
  readonly 'user.exported': { readonly sub: string };
  readonly 'authorization.requested': AccessData;
  /** By the user, on the page. */
  readonly 'consent.granted': AccessData & { readonly sub: string };
  /** Without a `sub` if nobody was signed in. */
  readonly 'consent.denied': AccessData & { readonly sub?: string };
  readonly 'registration.refused': Refusal;
  readonly 'update.refused': Refusal;
  readonly 'authentication.refused': Refusal;
  readonly 'refusals.counted': {
    readonly kind: RefusalType;
    /** The network, if `CLIENT_ADDRESSES` is `plain`. Absent for all others together if there were too many of them. */
    readonly network?: string;
    /** The keyed hash of the network, if `CLIENT_ADDRESSES` is `hashed`. */
    readonly network_hash?: string;
    readonly from: string;
    readonly to: string;
    readonly count: number;
  };
  readonly 'events.expired': { readonly through: number; readonly count: number };
}

/** The name of a type of event: the subject, and what happened to it. */
export type EventType = keyof EventData;

/** An event before it is stored: its type, its client, and its data. */
export type NewEvent = {
  [Type in EventType]: {
    readonly type: Type;
    /** The client that the event is about; absent if it is about none. */
    readonly client_id?: string;
    /** The `revision` of the client after the change. */
    readonly revision?: number;
    /** The client whose access token registered the client. */
    readonly registrar?: string;
    /** The policies that admitted the client. */
    readonly policies?: readonly AdmittingPolicy[];
    readonly data: EventData[Type];
  };
}[EventType];
