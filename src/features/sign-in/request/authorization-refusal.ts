import { OAuthError } from '../../../core/errors/oauth-error';
import type { ErrorKind } from '../pages/views/error.page';
import type { ResponseTarget } from './response-target';

/** The codes that an authorization response may have (RFC 6749 section 4.1.2.1 and its extensions). */
export type AuthorizationErrorCode =
  | 'access_denied'
  | 'consent_required'
  | 'interaction_required'
  | 'invalid_authorization_details'
  | 'invalid_request'
  | 'invalid_request_object'
  | 'invalid_scope'
  | 'invalid_target'
  | 'login_required'
  | 'registration_not_supported'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'unauthorized_client'
  | 'unmet_authentication_requirements'
  | 'unsupported_response_type';

interface PageErrorDetails {
  readonly status?: number;
  readonly error?: string;
  /** The host that the page names. */
  readonly host?: string;
  readonly cause?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An error of which only the user learns, on a page: the client or its redirect URI is not known to be right, or the
 * browser is not that of the request (RFC 6749 section 4.1.2.1). `kind` selects the texts of the page.
 */
export class PageError extends OAuthError {
  readonly host: string | undefined;

  constructor(
    readonly kind: ErrorKind,
    description: string,
    { status = 400, cause, error = 'invalid_request', headers = {}, host }: PageErrorDetails = {},
  ) {
    super(status, error, description, { cause, headers });
    this.host = host;
  }
}

/** RFC 9126 section 7.3: a pushed request is used once. */
export const usedBefore = (): PageError =>
  new PageError('malformed', 'request_uri must not be used twice; push the request again');

/** How an error reaches the client. */
export interface ErrorTarget extends ResponseTarget {
  /** Whether it goes there at once; otherwise the user sees a page, and passes it on by a click. */
  readonly isDirect: boolean;
  /** What the page is about. */
  readonly kind?: Extract<ErrorKind, 'returned' | 'denied' | 'not_allowed' | 'upstream_refused'>;
}

/** An error that is told to the client, at its redirect URI. */
export class RedirectError extends OAuthError {
  constructor(
    error: AuthorizationErrorCode,
    description: string,
    readonly target: ErrorTarget,
    cause?: unknown,
  ) {
    super(400, error, description, { cause });
  }
}
