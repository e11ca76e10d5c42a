import type { Client } from 'undici';

/** How long a connection may be silent, and how long it may be used at all. */
export const IDLE_MS = 10_000;
const LIFE_MS = 60_000;
/** The connections that are kept at the same time, and those to one address. */
const [MOST, MOST_OF_A_HOST] = [128, 64];

/** A connection to one address of one host. */
export class OutboundConnection {
  private isOpen = true;
  private ended = (): void => undefined;
  private readonly until = Date.now() + LIFE_MS;

  /** `client` has one connection, which the address of a resolved name was checked for. */
  constructor(readonly client: Client) {
    client.on('disconnect', () => {
      this.isOpen = false;
      this.ended();
    });
  }

  /** Has `work` done once the connection ends, instead of what an earlier call named. */
  atEnd(work: () => void): void {
    this.ended = work;
  }

  /** Whether another request may be sent over it. */
  get isUsable(): boolean {
    return this.isOpen && Date.now() < this.until;
  }
}

/**
 * Connections between requests to the same address of the same host. `key` identifies both, so that a request whose name
 * has another address now gets no connection to the former one.
 */
export class KeptConnections {
  private readonly idle = new Map<string, OutboundConnection[]>();
  private count = 0;
  private isClosed = false;

  /** A connection that was kept, which belongs to the caller from then on; nothing if there is none. */
  take(key: string): OutboundConnection | undefined {
    const connections = this.idle.get(key) ?? [];
    const taken = connections.pop();
    if (connections.length === 0) this.idle.delete(key);
    if (taken) this.count -= 1;
    if (taken === undefined || taken.isUsable) return taken;
    void taken.client.destroy();
    return this.take(key);
  }

  /** Keeps a connection that no request uses; gives whether it did. One that its host ends is forgotten. */
  keep(key: string, connection: OutboundConnection): boolean {
    const connections = this.idle.get(key) ?? [];
    if (this.isClosed || !connection.isUsable || this.count >= MOST || connections.length >= MOST_OF_A_HOST)
      return false;
    this.idle.set(key, [...connections, connection]);
    this.count += 1;
    connection.atEnd(() => {
      this.forget(key, connection);
    });
    return true;
  }

  /** Ends all connections that are kept, and keeps none from then on. */
  async close(): Promise<void> {
    this.isClosed = true;
    const connections = [...this.idle.values()].flat();
    this.idle.clear();
    this.count = 0;
    await Promise.all(connections.map(({ client }) => client.destroy()));
  }

  private forget(key: string, connection: OutboundConnection): void {
    const connections = this.idle.get(key) ?? [];
    const others = connections.filter((one) => one !== connection);
    if (others.length === connections.length) return;
    this.count -= 1;
    if (others.length > 0) this.idle.set(key, others);
    else this.idle.delete(key);
    void connection.client.destroy();
  }
}
