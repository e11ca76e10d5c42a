import { Injectable } from '@nestjs/common';
import type { ClientStatus } from './client.entity';
import { type ClientFilter, ClientRepository, type ListedClient } from './client.repository';

const PAGE = 500;

/** Lists clients for operators. */
@Injectable()
export class ClientListService {
  constructor(private readonly clients: ClientRepository) {}

  /**
   * All clients of a status, or of every status, ordered by identifier: of those registered here, the oldest first. Reads a
   * page at a time.
   */
  async *all(status?: ClientStatus): AsyncGenerator<ListedClient> {
    const filter = status === undefined ? {} : { status };
    let page = await this.page('', PAGE, filter);
    while (page.length > 0) {
      yield* page;
      page = await this.page(page.at(-1)?.client_id ?? '', PAGE, filter);
    }
  }

  /** The first clients after this identifier, ordered by identifier; a replica may answer. */
  page(client_id: string, most: number, filter: ClientFilter): Promise<ListedClient[]> {
    return this.clients.listAfter(client_id, most, filter);
  }

  /** The client with this identifier, as it stands in the database now. */
  find(client_id: string): Promise<ListedClient | undefined> {
    return this.clients.find(client_id);
  }
}
