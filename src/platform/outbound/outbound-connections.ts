import { isIP, type LookupFunction } from 'node:net';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type * as Undici from 'undici';
import { IDLE_MS, KeptConnections, OutboundConnection } from './kept-connections';
import type { WireRequest } from './outbound-request';
import { endingWith } from './outbound-slots';
import type { UnreadAnswer } from './read-json';

/** Loaded by the first request: a server that sends none does not need its 5 MB. */
const library = (): Promise<typeof Undici> => import('undici');

/** Where a request is sent: a host, and the one of its addresses that was checked. */
export interface Place {
  readonly target: URL;
  readonly address: string;
  /** How long the connection may take. */
  readonly connectMs: number;
}

/** A request, how its response is read, and whether its connection may be used again. */
interface Exchange<Result> {
  readonly request: WireRequest;
  readonly read: (answer: UnreadAnswer) => Promise<Result>;
  readonly isKept: boolean;
}

/** The TLS connections of this server to other hosts. `FETCH_CA` are certificates that are trusted besides those of Node. */
export class OutboundConnections {
  /** The certificates are read once and not for each connection. */
  private readonly trust: { readonly secureContext?: SecureContext };
  /** The connections of requests in flight, at most one for each slot. */
  private readonly clients = new Set<Undici.Client>();
  private readonly kept = new KeptConnections();
  private isStopped = false;

  constructor(FETCH_CA: string | undefined) {
    this.trust =
      FETCH_CA === undefined ? {} : { secureContext: createSecureContext({ ca: [...rootCertificates, FETCH_CA] }) };
  }

  /**
   * Sends a request and reads its response. A connection that was kept may have been ended by its host in the same moment:
   * then a new one gets the request.
   */
  async exchange<Result>(place: Place, exchange: Exchange<Result>): Promise<Result> {
    const reused = exchange.isKept ? this.kept.take(keyOf(place)) : undefined;
    if (!reused) return this.exchangeOver(await this.connection(place), place, exchange);
    try {
      return await this.exchangeOver(reused, place, exchange);
    } catch (error) {
      if (!isEnded(error)) throw error;
      return this.exchangeOver(await this.connection(place), place, exchange);
    }
  }

  /** Makes a connection and ends it. Nothing is sent over it. */
  async handshake({ target: { hostname, host, port }, address, connectMs }: Place): Promise<void> {
    const servername = isIP(hostname) === 0 ? { servername: hostname } : {};
    const connect = this.connector(await library(), address, connectMs);
    return new Promise((resolve, reject) => {
      connect({ hostname, host, port, protocol: 'https:', ...servername }, (error, socket) => {
        if (error) return void reject(error);
        socket.destroy();
        resolve();
      });
    });
  }

  /** Aborts the requests in flight, and ends all connections. */
  async close(): Promise<void> {
    this.isStopped = true;
    await Promise.all([this.kept.close(), ...[...this.clients].map((client) => client.destroy())]);
  }

  private async exchangeOver<Result>(
    connection: OutboundConnection,
    place: Place,
    { request: { timeoutMs, signal: ended, ...request }, read, isKept }: Exchange<Result>,
  ): Promise<Result> {
    if (this.isStopped) throw new Error('the server stops');
    const { client } = connection;
    const { pathname, search } = place.target;
    this.clients.add(client);
    const signal = endingWith(AbortSignal.timeout(timeoutMs), ended);
    let isRead = false;
    try {
      const answer = await client.request({ ...request, path: `${pathname}${search}`, signal });
      const result = await read(answer);
      isRead = answer.body.readableEnded;
      return result;
    } finally {
      this.clients.delete(client);
      const stays = isRead && isKept && this.kept.keep(keyOf(place), connection);
      if (!stays) await client.destroy();
    }
  }

  private async connection({ target, address, connectMs }: Place): Promise<OutboundConnection> {
    const undici = await library();
    const timeouts = { keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS };
    return new OutboundConnection(
      new undici.Client(target.origin, { connect: this.connector(undici, address, connectMs), ...timeouts }),
    );
  }

  private connector(undici: typeof Undici, address: string, timeout: number): Undici.buildConnector.connector {
    return undici.buildConnector({ ...this.trust, timeout, allowH2: false, lookup: answering(address) });
  }
}

const keyOf = ({ target, address }: Place): string => `${target.origin} ${address}`;

/** Whether the host ended the connection before it answered. */
const isEnded = (error: unknown): boolean =>
  ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes((error as { code?: string }).code ?? '');

/** Resolves the host of a connection to the address that was checked. */
const answering =
  (address: string): LookupFunction =>
  (_hostname, { all }, callback) => {
    const family = isIP(address);
    if (all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
