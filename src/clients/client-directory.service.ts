import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { RequestContext } from '../core/request-context';
import type { Client } from './client.entity';
import { ClientRepository } from './client.repository';
import { type ClientSource, ProvidesClients } from './client-source';

/**
 * Finds the client of an identifier, wherever it comes from: its row, or one of the sources, which it finds by their
 * decorator. What authenticates a client, gives it tokens or shows it to a user finds it here. A row comes first, and only
 * rows can be managed: those who register, change or list clients use `ClientRepository`.
 */
@Injectable()
export class ClientDirectory implements OnModuleInit {
  private sources: readonly ClientSource[] = [];

  constructor(
    private readonly rows: ClientRepository,
    private readonly discovery: DiscoveryService,
  ) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders({ metadataKey: ProvidesClients.KEY });
    this.sources = [...new Set(found.map(({ instance }) => instance as ClientSource))];
  }

  /** The client with this identifier as this server knows it, in its current state. No request is sent to another host. */
  find(client_id: string): Promise<Client | undefined> {
    const source = this.sourceOf(client_id);
    return source ? this.inSource(source, client_id) : this.rows.find(client_id);
  }

  /** What {@link find} gives if it is active: only then it may authenticate, and only then its tokens are valid. */
  async findActive(client_id: string): Promise<Client | undefined> {
    const client = await this.find(client_id);
    return client?.status === 'active' ? client : undefined;
  }

  /**
   * The client of an authorization request, as it is published now; this may take a request to another host. Throws
   * `ClientDocumentUnavailable` and `InvalidClientDocument`.
   */
  async load(context: RequestContext, client_id: string): Promise<Client | undefined> {
    return (await this.rows.find(client_id)) ?? this.sourceOf(client_id)?.load(context, client_id);
  }

  /** Both are read at once, so that a client of a source waits for one query. A row counts even if the source fails. */
  private async inSource(source: ClientSource, client_id: string): Promise<Client | undefined> {
    const [row, found] = await Promise.allSettled([this.rows.find(client_id), source.find(client_id)]);
    if (row.status === 'rejected') throw row.reason;
    if (row.value) return row.value;
    if (found.status === 'rejected') throw found.reason;
    return found.value;
  }

  private sourceOf(client_id: string): ClientSource | undefined {
    return this.sources.find((source) => source.has(client_id));
  }
}
