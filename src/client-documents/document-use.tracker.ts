import { Injectable, Logger } from '@nestjs/common';
import type { ClientDocument } from './client-document.entity';
import { ClientDocumentRepository } from './client-document.repository';

const NOTED_AFTER_MS = 600_000;
const MOST_NOTED = 10_000;

/** Notes in memory which documents were used, and writes that for all of them together, apart from the requests. */
@Injectable()
export class DocumentUseTracker {
  private readonly logger = new Logger('client documents');
  private readonly used = new Set<string>();

  constructor(private readonly documents: ClientDocumentRepository) {}

  /** Notes that a document was used now, if its stored use is older than ten minutes. */
  note({ client_id, last_used_at }: Pick<ClientDocument, 'client_id' | 'last_used_at'>): void {
    if (Date.now() - last_used_at.getTime() >= NOTED_AFTER_MS && this.used.size < MOST_NOTED) this.used.add(client_id);
  }

  /** Writes the noted uses. If that fails, it logs the error, and they are noted again at the next use. */
  async flush(): Promise<void> {
    const ids = [...this.used].sort();
    this.used.clear();
    if (ids.length === 0) return;
    try {
      await this.documents.noteUse(ids, new Date());
    } catch (error) {
      this.logger.error({ err: error }, 'the use of client documents could not be written');
    }
  }
}
