import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ClientDocumentRepository } from '../../../client-documents/client-document.repository';
import { DocumentDecisionsService, unknownHost } from '../../../client-documents/document-decisions.service';
import { responseTo } from '../../../core/errors/response-to-refused-operation';
import type { RequestContext } from '../../../core/request-context';
import { Context } from '../../../platform/http/request-context';
import { Answers } from '../../../platform/openapi/answers.decorator';
import { OptionalBody } from '../../../registration-requests/secret-rotation.pipe';
import { AdministratorOnly, AdministratorReads } from '../administrator-only.decorator';
import { reasonIsText, StatusReasonPipe } from '../clients/status-reason.pipe';

const ONE = { tag: 'Administration', path: { host: 'The host, with its port if that is not 443.' } } as const;

/** `/admin/client-document-hosts`: hosts whose documents identify no clients, besides those of `CIMD_HOSTS`. */
@Controller('admin/client-document-hosts')
export class DocumentHostsController {
  constructor(
    private readonly documents: ClientDocumentRepository,
    private readonly decisions: DocumentDecisionsService,
  ) {}

  @Get()
  @Answers('List the hosts whose client id metadata documents are disabled.', {
    tag: 'Administration',
    about: 'Those that an operator disabled here or by a command. CIMD_HOSTS may refuse others.',
    gives: [200, 'ClientDocumentHosts'],
  })
  @AdministratorReads()
  async list(): Promise<{ readonly hosts: readonly Readonly<Record<string, unknown>>[] }> {
    const hosts = await this.documents.disabledHosts();
    return {
      hosts: hosts.map(({ host, reason, disabled_at }) => ({
        host,
        ...(reason !== null && { reason }),
        disabled_at: disabled_at.toISOString(),
      })),
    };
  }

  @Post(':host/disable')
  @Answers('Disable all client id metadata documents of a host.', {
    ...ONE,
    about: 'Those that are known and all others, from the next request on.',
    takes: 'StatusReason',
    gives: [204],
    refuses: [reasonIsText()],
  })
  @AdministratorOnly()
  @HttpCode(204)
  async disable(
    @Context() context: RequestContext,
    @Param('host') host: string,
    @OptionalBody(StatusReasonPipe) reason: string | undefined,
  ): Promise<void> {
    await this.decisions.disableHost(context, host, reason);
  }

  @Post(':host/enable')
  @Answers('Permit the client id metadata documents of a host again.', {
    ...ONE,
    about: 'Documents that were disabled by themselves stay so.',
    gives: [204],
    refuses: [responseTo(unknownHost(''))],
  })
  @AdministratorOnly()
  @HttpCode(204)
  async enable(@Context() context: RequestContext, @Param('host') host: string): Promise<void> {
    await this.decisions.enableHost(context, host);
  }
}
