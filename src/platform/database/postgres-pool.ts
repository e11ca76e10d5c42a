import { Client, type ClientConfig, type DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg';
import { type HostChoice, PostgresHosts } from './postgres-hosts';

/** The server is read-only, stops, has crashed or starts, or the connection to it, or behind a pooler, is broken. */
const LOST_PRIMARY = /^(25006|57P0[123]|08...)$/;
/** With several hosts: to connect to the last one, to ask all of them, and to connect to another one. */
const STEPS = 3;
/** While no primary is found, each error would otherwise close the connections that were just opened. */
const LEAST_BETWEEN_MS = 100;

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: () => void) => void;

/**
 * The connections of a process to PostgreSQL, to one of the hosts of its address. After an error that says that the primary is another server now, or soon, all
 * connections are closed: those that are not in use at once, the others when they are released. So the next request connects
 * to the server to which the address leads then.
 */
export class PostgresPool extends Pool {
  private readonly unused = new Set<PoolClient>();
  /** How often all connections were closed before this one was opened. */
  private readonly rounds = new WeakMap<PoolClient, number>();
  private round = 0;
  private closedAt = Number.NEGATIVE_INFINITY;

  private readonly hosts: PostgresHosts;

  constructor({ choice, ...config }: PoolConfig & { readonly choice: HostChoice }) {
    const { connectionTimeoutMillis: limitMs = 0 } = config;
    const hosts = new PostgresHosts(choice, { ...config, connectionTimeoutMillis: limitMs / STEPS });
    super({
      ...config,
      ...(hosts.areSeveral && { Client: clientWithin(limitMs / STEPS) }),
      ...(choice.readOnly !== undefined && {
        verify: (client: PoolClient, done: (error?: Error) => void) => {
          hosts.check(client).then(() => {
            done();
          }, done);
        },
      }),
    });
    this.hosts = hosts;
    this.on('connect', (client) => {
      this.watch(client);
    });
    this.on('acquire', (client) => this.unused.delete(client));
    this.on('remove', (client) => this.unused.delete(client));
    this.on('release', (_error, client) => {
      this.keepOrClose(client);
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    if (!this.hosts.areSeveral) return callback ? void super.connect(callback) : super.connect();
    const connecting = this.connectToOne();
    if (!callback) return connecting;
    connecting.then(
      (client) => {
        callback(undefined, client, client.release.bind(client));
      },
      (error: unknown) => {
        callback(error as Error, undefined, () => undefined);
      },
    );
    return undefined;
  }

  /** Closes all connections: those in use when they are released. Does nothing within 100 ms of the last time. */
  closeAll(): void {
    if (performance.now() - this.closedAt < LEAST_BETWEEN_MS) return;
    this.closedAt = performance.now();
    this.round += 1;
    // The pool removes an unused connection that has an error.
    for (const client of [...this.unused]) client.emit('error', new Error('the primary is another server'));
  }

  /**
   * Looks for another host if the one of the last connection does not answer, or has another role now. All of it takes no
   * longer than a connection may.
   */
  private async connectToOne(): Promise<PoolClient> {
    try {
      return await super.connect();
    } catch (error) {
      if (this.totalCount >= this.options.max) throw error; // it waited for a connection that others use
      const host = await this.hosts.choose();
      if (!host) throw error;
      Object.assign(this.options, host);
      return super.connect();
    }
  }

  private watch(client: PoolClient): void {
    this.rounds.set(client, this.round);
    client.connection.on('errorMessage', ({ code, severity }: DatabaseError) => {
      if (!LOST_PRIMARY.test(code ?? '') || isAboutAnother(code, severity) || this.isOutdated(client)) return;
      this.closeAll();
      this.rounds.set(client, -1);
    });
  }

  private isOutdated(client: PoolClient): boolean {
    return this.rounds.get(client) !== this.round;
  }

  private keepOrClose(client: PoolClient): void {
    if (this.isOutdated(client)) void client.end();
    else this.unused.add(client);
  }
}

/** A client that gives up after so many milliseconds if it is not connected. */
const clientWithin = (connectionTimeoutMillis: number): new () => Client =>
  class extends Client {
    constructor(config?: ClientConfig) {
      super({ ...config, password: config?.password, connectionTimeoutMillis }); // the pool hides the password
    }
  };

/**
 * Whether the server has lost another server, as a distributed engine reports it, and not itself: it would end this
 * connection with the severity FATAL. On a server with translated messages every such error closes all connections.
 */
const isAboutAnother = (code: string | undefined, severity: string | undefined): boolean =>
  code !== '25006' && severity === 'ERROR';
