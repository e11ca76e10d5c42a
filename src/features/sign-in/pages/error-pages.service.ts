import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { OAuthError } from '../../../core/errors/oauth-error';
import { accepts } from '../../../platform/http/accepts';
import type { RequestHead } from '../../../platform/http/error-pages';
import type { PageAnswer } from './page-answer';
import { PageTextsService } from './page-texts.service';
import { type ErrorKind, errorPage } from './views/error.page';

/** The addresses of pages: `/authorize`, and all below `/sign-in` but the one that programs of identity providers call. */
const PAGES = /^\/(?:authorize|sign-in(?!\/[^/?]+\/backchannel-logout(?:[/?]|$)))(?:[/?]|$)/;

/**
 * Shows errors as pages at the addresses of pages, also those that occur before a controller is reached: an address or a method
 * that does not exist, a body that is too long, a server that is overloaded. A program that does not accept HTML gets JSON.
 */
@Injectable()
export class ErrorPagesService implements OnModuleInit {
  constructor(
    private readonly texts: PageTextsService,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.decorate('errorPages', (head: RequestHead, error: OAuthError) => this.pageFor(head, error));
  }

  private pageFor({ url, headers, id }: RequestHead, { status, message }: OAuthError): PageAnswer | undefined {
    if (!PAGES.test(url) || !accepts('text/html', headers.accept)) return undefined;
    const texts = this.texts.textsFor(headers['accept-language']);
    return errorPage(texts, {
      kind: kindOf(status),
      status,
      detail: message,
      ...(id !== undefined && { reference: id }),
    });
  }
}

/** What the page of an error is about that has no texts of its own. */
export const kindOf = (status: number): ErrorKind => {
  if (status === 404) return 'not_found';
  if (status === 429) return 'too_many';
  return status >= 500 ? 'failed' : 'malformed';
};
