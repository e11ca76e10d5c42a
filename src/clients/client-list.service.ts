import { Injectable } from '@nestjs/common';
import type { ClientStatus } from './client.entity';
import { ClientRepository, type ListedClient } from './client.repository';

const PAGE = 500;

/** Lists clients for operators. */
@Injectable()
export class ClientListService {
  constructor(private readonly clients: ClientRepository) {}

  /** All clients of a status, or of every status, the oldest first. Reads a page at a time. */
  async *all(status?: ClientStatus): AsyncGenerator<ListedClient> {
    let page = await this.clients.listAfter('', PAGE, status);
    while (page.length > 0) {
      yield* page;
      page = await this.clients.listAfter(page.at(-1)?.client_id ?? '', PAGE, status);
    }
  }

  /** The client with this identifier, as it stands in the database now. */
  find(client_id: string): Promise<ListedClient | undefined> {
    return this.clients.find(client_id);
  }
}
