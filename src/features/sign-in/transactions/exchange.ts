import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpRequestContext } from '../../../platform/http/request-context';
import type { PageTexts } from '../pages/page-texts';

/** A request of a browser, its response, and the texts of its pages. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: HttpRequestContext;
  readonly texts: PageTexts;
  /** The form of a page as it was sent; absent for an address that was opened. */
  readonly form?: string;
}
