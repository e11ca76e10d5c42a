import { Client, type ClientBase, type PoolConfig } from 'pg';
import type { PostgresHost } from '../config/postgres-url';

/** The servers of an address, and whether the one that is used has to be read-only, or must not be; absent: either. */
export interface HostChoice {
  readonly hosts: readonly [PostgresHost, ...PostgresHost[]];
  readonly readOnly: boolean | undefined;
}

/** The several hosts of an address, of which connections are made to one. */
export class PostgresHosts {
  private choosing: Promise<PostgresHost | undefined> | undefined;

  constructor(
    private readonly choice: HostChoice,
    private readonly config: PoolConfig,
  ) {}

  get areSeveral(): boolean {
    return this.choice.hosts.length > 1;
  }

  /** Throws an `Error` with SQLSTATE 25006 if the server of a new connection is not such as `target_session_attrs` says. */
  async check(client: ClientBase): Promise<void> {
    const { readOnly } = this.choice;
    if (readOnly === undefined) return;
    const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
    if ((rows[0]?.transaction_read_only === 'on') === readOnly) return;
    const found = readOnly ? 'takes writes' : 'is read-only';
    throw Object.assign(new Error(`the server ${found}, which target_session_attrs excludes`), { code: '25006' });
  }

  /** The host that answers first and is such as it has to be; nothing if there is none. All are asked at once. */
  choose(): Promise<PostgresHost | undefined> {
    this.choosing ??= Promise.any(this.choice.hosts.map((host) => this.tryHost(host)))
      .catch(() => undefined) // each connection that is made next reports its own error
      .finally(() => {
        this.choosing = undefined;
      });
    return this.choosing;
  }

  private async tryHost(host: PostgresHost): Promise<PostgresHost> {
    const client = new Client({ ...this.config, ...host });
    client.on('error', () => undefined); // `connect` and `query` reject with it
    try {
      await client.connect();
      await this.check(client);
      return host;
    } finally {
      await client.end();
    }
  }
}
