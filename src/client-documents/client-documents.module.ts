import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientFactoryModule } from '../clients/client-factory.module';
import { EventLogModule } from '../event-log/event-log.module';
import { Environment } from '../platform/config/environment';
import { fromEnvironment } from '../platform/config/from-environment';
import { isLoopbackHost } from '../platform/config/kinds/addresses';
import { OutboundModule } from '../platform/outbound/outbound.module';
import { RegistrationRequestsModule } from '../registration-requests/registration-requests.module';
import { ClientDocument } from './client-document.entity';
import { ClientDocumentRepository } from './client-document.repository';
import { ClientDocumentsService } from './client-documents.service';
import { DeletedClientsListener } from './deleted-clients.listener';
import { DisabledDocumentHost } from './disabled-document-host.entity';
import { DocumentClientsService } from './document-clients.service';
import { DocumentDecisionsService } from './document-decisions.service';
import { DocumentFetchLimit } from './document-fetch.limit';
import { DocumentFetcherService } from './document-fetcher.service';
import { DocumentListService } from './document-list.service';
import { DocumentOptions } from './document-options';
import { DocumentStoreService } from './document-store.service';
import { DocumentUseTracker } from './document-use.tracker';
import { DocumentValidator } from './document-validator.service';

/** What the environment says of documents. */
const documentOptions = (environment: Environment): DocumentOptions => ({
  isOn: environment.SIGN_IN_UPSTREAMS.length > 0 && environment.CIMD === 'on',
  hosts: environment.CIMD_HOSTS,
  redirects: environment.CIMD_REDIRECTS,
  staleSeconds: environment.CIMD_STALE,
  limitBytes: environment.CIMD_MAX_BYTES,
  allowsQuery: environment.CIMD_QUERY,
  fallsBackToNone: environment.CIMD_PUBLIC_FALLBACK,
  isOnThisMachine: isLoopbackHost(new URL(environment.ISSUER).hostname),
});

/** Client id metadata documents, for the server and for commands. It needs `SecretsModule` and `RateLimitsModule`. */
@Module({
  imports: [
    ClientFactoryModule,
    EventLogModule,
    OutboundModule,
    RegistrationRequestsModule,
    TypeOrmModule.forFeature([ClientDocument, DisabledDocumentHost]),
  ],
  providers: [
    fromEnvironment(DocumentOptions, documentOptions),
    ...[ClientDocumentRepository, ClientDocumentsService, DocumentStoreService, DocumentValidator],
    ...[DocumentFetcherService, DocumentFetchLimit, DocumentUseTracker],
    ...[DocumentDecisionsService, DocumentListService, DocumentClientsService, DeletedClientsListener],
  ],
  exports: [
    ClientDocumentRepository,
    ClientDocumentsService,
    DocumentDecisionsService,
    DocumentListService,
    DocumentOptions,
    DocumentUseTracker,
  ],
})
export class ClientDocumentsModule {}
