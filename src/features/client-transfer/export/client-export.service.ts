import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import type { ClientFilter } from '../../../client-search/client-filter';
import { ClientSearchService } from '../../../client-search/client-search.service';
import { ClientRepository } from '../../../clients/client.repository';
import { versionsIn } from '../../../clients/key-versions';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { exportedClient, type ExportedClient } from './exported-client';

const PAGE = 500;

/** Exports clients in the own format. */
@Injectable()
export class ClientExportService {
  constructor(
    private readonly clients: ClientRepository,
    private readonly search: ClientSearchService,
    private readonly ring: KeyRing,
  ) {}

  /**
   * The clients of a filter that were registered, in the order of {@link ClientSearchService.page}, whose refusals it
   * throws. `reading` is called if all clients are read, because the index is not complete. Registrars and the clients of the environment are not among them. With credentials they contain keyed hashes
   * and sealed secrets, and a proof of the keys of `SECRET_KEYS` that made them.
   */
  async *run(filter: ClientFilter, withCredentials: boolean, reading?: () => void): AsyncGenerator<ExportedClient> {
    for await (const page of Object.keys(filter).length === 0 ? this.allPages() : this.pagesOf(filter, reading))
      for (const client of page)
        if (client.origin === 'registration')
          yield exportedClient(client, withCredentials ? this.keysOf(client) : undefined);
  }

  /** All clients, each read once. */
  private async *allPages(): AsyncGenerator<readonly Client[]> {
    let page = await this.clients.wholeAfter('', PAGE);
    while (page.length > 0) {
      yield page;
      page = await this.clients.wholeAfter(page.at(-1)?.client_id ?? '', PAGE);
    }
  }

  private async *pagesOf(filter: ClientFilter, reading?: () => void): AsyncGenerator<readonly Client[]> {
    for await (const page of this.search.pages(filter, reading))
      yield await this.clients.wholeOf(page.map(({ client_id }) => client_id));
  }

  /** The keyed hash of the identifier under each key that the credentials need and that is there. */
  private keysOf({ client_id, key_versions }: Client): Readonly<Record<string, string>> {
    const versions = versionsIn(key_versions ?? '').filter((version) => this.ring.has(version));
    return Object.fromEntries(versions.map((version) => [version, this.ring.hash(client_id, version)]));
  }
}
