import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  DocumentDecisionsService,
  documentNotRead,
  unknownDocument,
} from '../../../client-documents/document-decisions.service';
import { DocumentListService, type DocumentSummary } from '../../../client-documents/document-list.service';
import { ClientDocumentUnavailable, InvalidClientDocument } from '../../../clients/client-source';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { BodyOf } from '../../../platform/http/body-of';
import { QueryOf } from '../../../platform/http/query-of';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { OptionalBody } from '../../../registration-requests/secret-rotation.pipe';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { reasonIsText, StatusReasonPipe } from '../clients/status-reason.pipe';
import { mostOf, pageOf } from '../paging/next-page';
import { DocumentDecision } from './document-decision.dto';
import { DocumentQuery } from './document-query.dto';

const PATH = '/admin/client-documents';
const UNKNOWN = responseTo(unknownDocument(''));
const ONE = {
  tag: 'Administration',
  path: { client_id: 'The address of the document, percent-encoded.' },
  gives: [200, 'ClientDocument'],
} as const;

/** `/admin/client-documents`. */
@Controller('admin/client-documents')
export class ClientDocumentsController {
  constructor(
    private readonly lists: DocumentListService,
    private readonly decisions: DocumentDecisionsService,
  ) {}

  @Get()
  @Answers('List client id metadata documents.', {
    tag: 'Administration',
    about: 'Those that were read, and those that an operator disabled, ordered by address. Link names the next page.',
    query: DocumentQuery,
    gives: [200, 'ClientDocuments'],
  })
  @AdministratorReads()
  async list(
    @Context() { issuer }: RequestContext,
    @QueryOf(DocumentQuery) query: DocumentQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly client_documents: readonly DocumentSummary[] }> {
    const { after, host, status } = query;
    const filter = { ...(host !== undefined && { host }), ...(status && { status }) };
    const read = await this.lists.page(after, mostOf(query), filter);
    const idOf = ({ client_id }: DocumentSummary): string => String(client_id);
    return { client_documents: pageOf(reply, read, { issuer, path: PATH, query, idOf }) };
  }

  @Get(':client_id')
  @Answers('Read what is stored of a client id metadata document.', {
    ...ONE,
    about: 'Its last valid state, until when that is used, and what was wrong at the last request.',
    refuses: [UNKNOWN],
  })
  @AdministratorReads()
  read(@Param('client_id') client_id: string): Promise<DocumentSummary> {
    return this.lists.one(client_id);
  }

  @Post(':client_id/consent')
  @Answers('Decide whether users are asked about a client id metadata document.', {
    ...ONE,
    about:
      'With is_consent_disabled, the client gets access without a page. That ends when the document changes what users recognise the client by, and when it is disabled.',
    body: { of: DocumentDecision, example: { is_consent_disabled: true } },
    refuses: [UNKNOWN, responseTo(documentNotRead())],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async decide(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @BodyOf(DocumentDecision) { is_consent_disabled }: DocumentDecision,
  ): Promise<DocumentSummary> {
    await this.decisions.decideConsent(context, client_id, is_consent_disabled);
    return this.lists.one(client_id);
  }

  @Post(':client_id/refresh')
  @Answers('Request a client id metadata document now.', {
    ...ONE,
    about: 'Even if the stored state is still fresh. A document whose host does not respond keeps its stored state.',
    refuses: [
      new InvalidClientDocument('client_id must be the address of a document; publish it there'),
      new ClientDocumentUnavailable(1),
    ],
  })
  @AdministratorOnly()
  @HttpCode(200)
  refresh(@Context() context: RequestContext, @Param('client_id') client_id: string): Promise<DocumentSummary> {
    return this.lists.refresh(context, client_id);
  }

  @Post(':client_id/disable')
  @Answers('Disable a client id metadata document.', {
    ...ONE,
    about:
      'Its client obtains no tokens and its tokens are refused, from the next request on. A document that was not read yet can be disabled too.',
    takes: 'StatusReason',
    refuses: [reasonIsText()],
  })
  @AdministratorOnly()
  @HttpCode(200)
  async disable(
    @Context() context: RequestContext,
    @Param('client_id') client_id: string,
    @OptionalBody(StatusReasonPipe) reason: string | undefined,
  ): Promise<DocumentSummary> {
    await this.decisions.disable(context, client_id, reason);
    return this.lists.one(client_id);
  }

  @Post(':client_id/enable')
  @Answers('Enable or approve a client id metadata document.', {
    ...ONE,
    gives: [204],
    about: 'One that an operator disabled, or that waits for approval.',
    refuses: [UNKNOWN],
  })
  @AdministratorOnly()
  @HttpCode(204)
  async enable(@Context() context: RequestContext, @Param('client_id') client_id: string): Promise<void> {
    await this.decisions.enable(context, client_id);
  }
}
