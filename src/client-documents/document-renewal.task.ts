import { Injectable } from '@nestjs/common';
import { ClientDocumentUnavailable, InvalidClientDocument } from '../clients/client-source';
import { Issuer } from '../core/issuer';
import { contextWithoutRequest } from '../core/request-context';
import { OneNodeTask } from '../platform/replay/one-node.task';
import { UsedIdStore } from '../platform/replay/used-id.store';
import { ClientDocumentRepository } from './client-document.repository';
import { ClientDocumentsService } from './client-documents.service';
import { DocumentOptions } from './document-options';

const NAME = 'the renewal of client documents';
const INTERVAL_SECONDS = 60;
const MOST_OF_A_RUN = 50;
const UNUSED_MS = 90 * 86_400_000;

/**
 * Requests documents that are not fresh and were used since: token requests use the stored state and request nothing, so a
 * client whose tokens are refreshed for weeks would keep keys that it withdrew. Deletes documents that were not used for
 * 90 days.
 */
@Injectable()
export class DocumentRenewalTask extends OneNodeTask {
  constructor(
    private readonly documents: ClientDocumentRepository,
    private readonly service: ClientDocumentsService,
    private readonly issuer: Issuer,
    { isOn: isNeeded }: DocumentOptions,
    usedIds: UsedIdStore,
  ) {
    super(
      { name: NAME, context: 'client documents', everyMs: INTERVAL_SECONDS * 1000, isNeeded },
      usedIds,
      INTERVAL_SECONDS,
    );
  }

  protected override async runOnce(stopping: AbortSignal): Promise<void> {
    const context = contextWithoutRequest(this.issuer, { type: 'server', task: NAME });
    const now = new Date();
    for (const client_id of await this.documents.stale(now, MOST_OF_A_RUN)) {
      if (stopping.aborted) return;
      await this.service.renewStored(context, client_id).catch((error: unknown) => {
        // The row has the reason; the next run tries again what is still used.
        if (!(error instanceof ClientDocumentUnavailable || error instanceof InvalidClientDocument)) throw error;
      });
    }
    await this.documents.deleteUnused(new Date(now.getTime() - UNUSED_MS));
  }
}
