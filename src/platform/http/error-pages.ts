import type { IncomingHttpHeaders } from 'node:http';
import type { OAuthError } from '../../core/errors/oauth-error';

/** The head of a request, as far as it could be read. */
export interface RequestHead {
  /** The path, with the query. */
  readonly url: string;
  readonly headers: Pick<IncomingHttpHeaders, 'accept' | 'accept-language'>;
  /** The id of the request, if it got one. */
  readonly id?: string;
}

/** A page that a browser shows. */
export interface ErrorPage {
  readonly status: number;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Gives the page of an error at an address that people open in browsers; `undefined` where programs read the response, which
 * is JSON then. The feature that has such addresses sets it as `errorPages` of Fastify.
 */
export type ErrorPages = (head: RequestHead, error: OAuthError) => ErrorPage | undefined;
