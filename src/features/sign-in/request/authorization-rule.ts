import type { UserResourcesService } from '../../../access-tokens/user-resources.service';
import type { Client } from '../../../clients/client.entity';
import type { Issuer } from '../../../core/issuer';
import type { AuthorizationOptions } from './authorization-options';
import type { AuthorizationParameters } from './authorization-parameters';
import type { ErrorKind } from '../pages/views/error.page';
import type { AuthorizationErrorCode } from './authorization-refusal';

/** An authorization request of a known client, before it is judged. */
export interface AskedRequest {
  readonly parameters: AuthorizationParameters;
  readonly client: Client;
  readonly issuer: Issuer;
  readonly options: AuthorizationOptions;
  readonly resources: UserResourcesService;
}

/** Gives the description of the error if a request breaks the rule: what must be, and the remedy. */
type Check<Asked> = (asked: Asked) => string | undefined;

/** A rule whose error only the user learns, on a page: it protects the redirect itself. */
export interface PageRule<Asked = AskedRequest> {
  readonly toldTo: 'user';
  readonly kind: ErrorKind;
  readonly error: string;
  readonly broken: Check<Asked>;
}

/** A rule whose error may be told to the redirect URI. */
export interface ClientRule {
  readonly toldTo: 'client';
  readonly error: AuthorizationErrorCode;
  readonly broken: Check<AskedRequest>;
}

/** A rule of authorization requests. */
export type AuthorizationRule = PageRule | ClientRule;

/** A rule whose error is shown to the user. */
export const toldToUser = <Asked = AskedRequest>(
  kind: ErrorKind,
  broken: Check<Asked>,
  error = 'invalid_request',
): PageRule<Asked> => ({ toldTo: 'user', kind, error, broken });

/** A rule whose error is told to the client. */
export const toldToClient = (error: AuthorizationErrorCode, broken: Check<AskedRequest>): ClientRule => ({
  toldTo: 'client',
  error,
  broken,
});
