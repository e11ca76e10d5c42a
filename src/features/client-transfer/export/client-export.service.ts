import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { type ClientFilter, ClientRepository } from '../../../clients/client.repository';
import { versionsIn } from '../../../clients/key-versions';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { exportedClient, type ExportedClient } from './exported-client';

const PAGE = 500;

/** Exports clients in the own format. */
@Injectable()
export class ClientExportService {
  constructor(
    private readonly clients: ClientRepository,
    private readonly ring: KeyRing,
  ) {}

  /**
   * The clients of a filter that were registered, ordered by identifier, a page at a time. Registrars and the clients of
   * the environment are not among them. With credentials they contain keyed hashes and sealed secrets, and a proof of the
   * keys of `SECRET_KEYS` that made them.
   */
  async *run(filter: ClientFilter, withCredentials: boolean): AsyncGenerator<ExportedClient> {
    let page = await this.clients.wholeAfter('', PAGE, filter);
    while (page.length > 0) {
      for (const client of page)
        if (client.origin === 'registration')
          yield exportedClient(client, withCredentials ? this.keysOf(client) : undefined);
      page = await this.clients.wholeAfter(page.at(-1)?.client_id ?? '', PAGE, filter);
    }
  }

  /** The keyed hash of the identifier under each key that the credentials need and that is there. */
  private keysOf({ client_id, key_versions }: Client): Readonly<Record<string, string>> {
    const versions = versionsIn(key_versions ?? '').filter((version) => this.ring.has(version));
    return Object.fromEntries(versions.map((version) => [version, this.ring.hash(client_id, version)]));
  }
}
