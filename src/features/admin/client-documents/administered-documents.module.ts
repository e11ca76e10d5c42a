import { Module } from '@nestjs/common';
import { ClientDocumentsModule } from '../../../client-documents/client-documents.module';
import { AdministratorModule } from '../administrator.module';
import { ClientDocumentsController } from './client-documents.controller';
import { DocumentHostsController } from './document-hosts.controller';

/** Client id metadata documents over HTTP. */
@Module({
  imports: [AdministratorModule, ClientDocumentsModule],
  controllers: [ClientDocumentsController, DocumentHostsController],
})
export class AdministeredDocumentsModule {}
