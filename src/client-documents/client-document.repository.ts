import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { BatchedReads } from '../platform/database/batched-reads';
import { execute } from '../platform/database/execute';
import { InsertStatement } from '../platform/database/insert-statement';
import { affected, TransactionsService } from '../platform/database/transactions.service';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import { UpdateStatement } from '../platform/database/update-statement';
import { ClientDocument } from './client-document.entity';
import { DisabledDocumentHost } from './disabled-document-host.entity';

/** Another node stored another state of the document meanwhile. */
export class StaleDocument extends Error {
  override readonly name = 'StaleDocument';
}

/** What a list of documents may be limited to. */
export interface DocumentFilter {
  readonly host?: string;
  readonly status?: ClientDocument['status'];
}

/** Reads and writes client id metadata documents, and the hosts whose documents the operator disabled. */
@Injectable()
export class ClientDocumentRepository {
  private readonly reads: BatchedReads<ClientDocument>;
  private readonly hostReads: BatchedReads<DisabledDocumentHost>;
  private readonly inserts: InsertStatement<ClientDocument>;
  private readonly updates: UpdateStatement<ClientDocument>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: TransactionsService,
  ) {
    this.reads = new BatchedReads(dataSource, ClientDocument, 'client_id');
    this.hostReads = new BatchedReads(dataSource, DisabledDocumentHost, 'host');
    this.inserts = new InsertStatement(dataSource, ClientDocument, 'refuse');
    this.updates = new UpdateStatement(dataSource, ClientDocument);
  }

  /** The document of this address, in its current state. It shares a query with other requests. */
  find(client_id: string): Promise<ClientDocument | undefined> {
    return this.reads.find(client_id);
  }

  /** The decision that disables the documents of a host; it shares a query too. */
  findDisabledHost(host: string): Promise<DisabledDocumentHost | undefined> {
    return this.hostReads.find(host);
  }

  /** Stores a document that was not known. The unit fails with {@link StaleDocument} if it is known by now. */
  insert(unit: UnitOfWork, document: ClientDocument): void {
    unit.add(this.inserts, document, () => new StaleDocument());
  }

  /** Changes a document. The unit fails with {@link StaleDocument} unless its state and status are those that were read. */
  update(unit: UnitOfWork, { client_id, fingerprint, status }: ClientDocument, set: Partial<ClientDocument>): void {
    unit.add(this.updates, { where: { client_id, fingerprint, status }, set }, () => new StaleDocument());
  }

  /** Ends that users are not asked about the clients of the documents of a host. */
  endTrust(unit: UnitOfWork, host: string): void {
    const text =
      'UPDATE client_documents SET consent_disabled_at = NULL WHERE host = $1 AND consent_disabled_at IS NOT NULL';
    unit.addStep((manager) => affected(manager, text, [host]));
  }

  /** Notes that the last request for a known document had no result. */
  async noteFailure(client_id: string, failure: string, at: Date): Promise<void> {
    const text = 'UPDATE client_documents SET failure = $1, checked_at = $2 WHERE client_id = $3';
    await this.transactions.statement(text, [failure, at.getTime(), client_id]);
  }

  /** Notes that documents were used. */
  async noteUse(client_ids: readonly string[], at: Date): Promise<void> {
    await this.transactions.run(async (manager) => {
      for (const client_id of client_ids) await manager.update(ClientDocument, { client_id }, { last_used_at: at });
    });
  }

  /** At most `most` documents after this address, ordered by address. */
  after(client_id: string, most: number, filter: DocumentFilter = {}): Promise<ClientDocument[]> {
    const documents = this.dataSource.getRepository(ClientDocument);
    return documents.find({
      where: { client_id: MoreThan(client_id), ...filter },
      order: { client_id: 'ASC' },
      take: most,
    });
  }

  /** All hosts whose documents are disabled. */
  disabledHosts(): Promise<DisabledDocumentHost[]> {
    return this.dataSource.getRepository(DisabledDocumentHost).find({ order: { host: 'ASC' } });
  }

  /** The addresses of documents that are not fresh and were used since they were last requested, the oldest first. */
  async stale(at: Date, most: number): Promise<readonly string[]> {
    const text =
      "SELECT client_id FROM client_documents WHERE fresh_until < $1 AND last_used_at >= checked_at AND status <> 'disabled' ORDER BY fresh_until LIMIT $2";
    return (await execute(this.dataSource, text, [at.getTime(), most])).map((row) => String(row['client_id']));
  }

  /** Deletes documents that were not used since. What the operator disabled or trusts stays. */
  async deleteUnused(since: Date): Promise<void> {
    const text =
      "DELETE FROM client_documents WHERE last_used_at < $1 AND status <> 'disabled' AND consent_disabled_at IS NULL";
    await this.transactions.statement(text, [since.getTime()]);
  }
}
