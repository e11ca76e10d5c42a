/** How the answer reaches the client: in the query of its redirect URI, or by a form (OAuth 2.0 Form Post Response Mode). */
export type ResponseMode = 'query' | 'form_post';

/** Where the answer to an authorization request goes, once the redirect URI is known to be one of the client. */
export interface ResponseTarget {
  readonly redirect_uri: string;
  readonly response_mode: ResponseMode;
  readonly state?: string;
}
