import { Module } from '@nestjs/common';
import { ReplayModule } from '../platform/replay/replay.module';
import { ClientDocumentsModule } from './client-documents.module';
import { DocumentRenewalTask } from './document-renewal.task';
import { DocumentUseTask } from './document-use.task';

/** The clients of documents, and the tasks about them, for the server. */
@Module({
  imports: [ClientDocumentsModule, ReplayModule],
  providers: [DocumentRenewalTask, DocumentUseTask],
})
export class DocumentTasksModule {}
