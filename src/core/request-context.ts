import { randomUUID } from 'node:crypto';
import type { Issuer } from './issuer';

/** A caller that sent no credentials. */
export interface AnonymousActor {
  readonly type: 'anonymous';
}

/** What an operator decided about a credential that permits to register clients. */
export interface RegistrationTerms {
  /** The name of the policy that is attached to the credential, if there is one. */
  readonly policy?: string;
  /** How many clients of the credential may live at once; without a limit if absent. */
  readonly maxClients?: number;
}

/** A client that presented an access token: a registrar, or a client that manages its registration by one. */
export interface AccessTokenActor extends RegistrationTerms {
  readonly type: 'access_token';
  readonly client_id: string;
  /** The `jti` of the token (RFC 7519 section 4.1.7). */
  readonly jti: string;
}

/** A caller that presented an initial access token (RFC 7591 section 3). */
export interface InitialAccessTokenActor extends RegistrationTerms {
  readonly type: 'initial_access_token';
  /** The identifier of the token, which is no secret. */
  readonly id: string;
  /** Whether the token has a number of uses. */
  readonly isLimited: boolean;
}

/** A client that presented its registration access token (RFC 7592 section 2). */
export interface RegistrationTokenActor {
  readonly type: 'registration_access_token';
  readonly client_id: string;
}

/** A client that authenticated itself at a token endpoint (RFC 6749 section 2.3). */
export interface AuthenticatedClientActor {
  readonly type: 'client_authentication';
  readonly client_id: string;
  /** Its `token_endpoint_auth_method`; `none` proves nothing. */
  readonly method: string;
}

/** A person who administers, by a token of the operator's own identity provider. */
export interface AdministratorActor {
  readonly type: 'administrator';
  /** The `iss` and the `sub` of the token: together they identify the person. */
  readonly issuer: string;
  readonly sub: string;
  /** A name for people, if the token has one. It identifies nobody. */
  readonly name?: string;
  /** The `jti` of the token, if it has one. */
  readonly jti?: string;
}

/** The server itself, in a task that no request asked for. */
export interface ServerActor {
  readonly type: 'server';
  readonly task: string;
}

/** An operator, by a command. */
export interface CommandActor {
  readonly type: 'command';
  readonly command: string;
  /** The account of the operating system that ran it. */
  readonly account?: string;
}

/** On whose behalf something is done. */
export type Actor =
  | AnonymousActor
  | AccessTokenActor
  | InitialAccessTokenActor
  | RegistrationTokenActor
  | AuthenticatedClientActor
  | AdministratorActor
  | ServerActor
  | CommandActor;

/** What is known of a request, or of a task or command, besides what it asks for: the first argument of services. */
export interface RequestContext {
  /** The id in the log, and in the header `X-Request-Id` of the response. */
  readonly requestId: string;
  /** The issuer that the request is for. */
  readonly issuer: Issuer;
  readonly actor: Actor;
  /** The IP address of the caller; absent for tasks and commands. */
  readonly address?: string;
  /** The header `User-Agent` of the caller, which proves nothing; absent if there is none. */
  readonly userAgent?: string | undefined;
  /** When the work began. */
  readonly at: Date;
}

export const ANONYMOUS: AnonymousActor = { type: 'anonymous' };

/** The context of a task of the server, or of a command: work that no HTTP request asked for. */
export const contextWithoutRequest = (issuer: Issuer, actor: ServerActor | CommandActor): RequestContext => ({
  requestId: randomUUID(),
  issuer,
  actor,
  at: new Date(),
});
