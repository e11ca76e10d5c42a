import type { IncomingHttpHeaders } from 'node:http';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Environment } from '../config/environment';
import { isLoopbackHost } from '../config/kinds/addresses';
import { fromFirstReached } from './first-reached';
import { OutboundConnections, type Place } from './outbound-connections';
import { OutboundFailed } from './outbound-errors';
import {
  documentGetOf,
  exchangeOf,
  getOf,
  limitOf,
  type OutboundAnswer,
  type OutboundDocumentGet,
  type OutboundExchange,
  type OutboundGet,
  type OutboundPost,
  postOf,
  type Purpose,
  PURPOSES,
  type WireRequest,
} from './outbound-request';
import { LONGEST_WAIT_MS, OutboundSlots } from './outbound-slots';
import { INTERNET, loopbackAddresses, type Network, permittedAddresses } from './permitted-addresses';
import { discard, finish, readJson, readWhole, type UnreadAnswer } from './read-json';

/** What is read of the response to a delivery. */
export interface DeliveryAnswer {
  readonly status: number;
  /** The header `Retry-After` as it came; absent if there was none, or more than one. */
  readonly retryAfter?: string;
}

/** Which addresses a request may have besides public ones by https. */
interface Reach {
  readonly permitsPlainLoopback?: boolean;
  readonly privateHosts?: readonly string[];
}

/** What a connection needs, whatever is sent over it. */
type Connecting = Pick<WireRequest, 'timeoutMs' | 'signal'> & Reach;

/** The response to a request for a document. */
export interface DocumentAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body, if the status is 200. */
  readonly json?: unknown;
}

/**
 * Sends every request of this server to an address that a client or the operator named: https only, to public addresses
 * only, without redirects, with limits on bytes, time and concurrent requests. `FETCH_ALLOW_PRIVATE_HOSTS` names hosts
 * that may have private addresses, `FETCH_CA` a file of certificates that are trusted besides those of Node. Only
 * for a loopback host that the operator wrote with it (`permitsPlainLoopback`), http is possible.
 *
 * Every method throws {@link OutboundFailed}, and `OutboundBusy` if too many requests are in flight. Never return the
 * reason to a caller: it would describe the network behind this server.
 */
export class OutboundHttpService implements OnApplicationShutdown {
  private readonly privateHosts: readonly string[];
  private readonly network: Network;
  private readonly connections: OutboundConnections;
  private readonly slots: ReadonlyMap<Purpose, OutboundSlots>;

  constructor(
    { FETCH_ALLOW_PRIVATE_HOSTS, FETCH_CA }: Pick<Environment, 'FETCH_ALLOW_PRIVATE_HOSTS' | 'FETCH_CA'>,
    network: Partial<Network> = {},
    longestWaitMs = LONGEST_WAIT_MS,
  ) {
    this.slots = new Map(PURPOSES.map((purpose) => [purpose, new OutboundSlots(purpose, longestWaitMs)]));
    this.privateHosts = FETCH_ALLOW_PRIVATE_HOSTS;
    this.connections = new OutboundConnections(FETCH_CA);
    this.network = { ...INTERNET, ...network };
  }

  /** The JSON document at an address: the body of a response with status 200. */
  getJson(url: string, request: OutboundGet): Promise<unknown> {
    const { purpose, anyMediaType = false, permitsPlainLoopback = false } = request;
    const read = (answer: UnreadAnswer): Promise<unknown> =>
      readJson(answer, { limitBytes: limitOf(request), anyMediaType });
    return this.send(url, purpose, getOf(request), read, { permitsPlainLoopback });
  }

  /**
   * The response of an address that may have a JSON document, whatever its status is. Throws `UnreadableAnswer` for a
   * status of 200 without JSON.
   */
  getDocument(url: string, request: OutboundDocumentGet): Promise<DocumentAnswer> {
    const { purpose, allowsPrivateHosts } = request;
    const limits = { limitBytes: limitOf(request), anyJson: true };
    const read = async (answer: UnreadAnswer): Promise<DocumentAnswer> => {
      const { statusCode: status, headers } = answer;
      if (status === 200) return { status, headers, json: await readJson(answer, limits) };
      discard(answer);
      return { status, headers };
    };
    return this.send(url, purpose, documentGetOf(request), read, allowsPrivateHosts ? {} : { privateHosts: [] });
  }

  /** Sends a request with a body. Returns the JSON body of the response, whose status has to be 200. */
  async postJson(url: string, request: OutboundPost): Promise<unknown> {
    const limits = { limitBytes: limitOf(request) };
    return this.send(url, request.purpose, await postOf(request), (answer) => readJson(answer, limits));
  }

  /**
   * Sends a body and gives the status of the response, whatever it is. The connection is kept for further deliveries to the
   * same address, if the body of the response is short.
   */
  async deliverJson(url: string, request: OutboundPost): Promise<DeliveryAnswer> {
    const read = async (answer: UnreadAnswer): Promise<DeliveryAnswer> => {
      await finish(answer);
      const retryAfter = answer.headers['retry-after'];
      return { status: answer.statusCode, ...(typeof retryAfter === 'string' && { retryAfter }) };
    };
    return this.send(url, request.purpose, await postOf(request), read, { isKept: true });
  }

  /** Makes a TLS connection to an address within `timeoutMs`, and sends nothing over it. */
  async handshake(url: string, purpose: Purpose, timeoutMs: number): Promise<void> {
    await this.connected(url, purpose, { timeoutMs }, (place) => this.connections.handshake(place));
  }

  /** Sends a request to an address of the operator and gives the response, whatever its status and media type are. */
  exchange(url: string, request: OutboundExchange): Promise<OutboundAnswer> {
    const { purpose, permitsPlainLoopback = false } = request;
    const read = (answer: UnreadAnswer): Promise<OutboundAnswer> => readWhole(answer, limitOf(request));
    return this.send(url, purpose, exchangeOf(request), read, { permitsPlainLoopback });
  }

  /** Aborts the requests in flight. */
  onApplicationShutdown(): Promise<void> {
    return this.connections.close();
  }

  private send<Result>(
    url: string,
    purpose: Purpose,
    request: WireRequest,
    read: (answer: UnreadAnswer) => Promise<Result>,
    { isKept = false, ...reach }: Reach & { readonly isKept?: boolean } = {},
  ): Promise<Result> {
    const work = (place: Place): Promise<Result> => this.connections.exchange(place, { request, read, isKept });
    return this.connected(url, purpose, { ...request, ...reach }, work);
  }

  /** Runs `work` with an address of the host that may be connected to, and a slot for it. */
  private async connected<Result>(
    url: string,
    purpose: Purpose,
    { timeoutMs, signal, permitsPlainLoopback = false, privateHosts = this.privateHosts }: Connecting,
    work: (place: Place) => Promise<Result>,
  ): Promise<Result> {
    const slots = this.slots.get(purpose) as OutboundSlots;
    const target = requestable(url, permitsPlainLoopback);
    const addresses = await slots.lookUp(() =>
      failing(
        target.protocol === 'http:'
          ? loopbackAddresses(target, this.network)
          : permittedAddresses(target, privateHosts, this.network),
      ),
    );
    return fromFirstReached(addresses, timeoutMs, (address, connectMs) =>
      slots.connect(address, () => failing(work({ target, address, connectMs })), signal),
    );
  }
}

const requestable = (text: string, permitsPlainLoopback: boolean): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPermittedPlain = permitsPlainLoopback && url?.protocol === 'http:' && isLoopbackHost(url.hostname);
  if (url?.protocol !== 'https:' && !isPermittedPlain) throw new OutboundFailed('the address is not https');
  if (url.username !== '' || url.password !== '') throw new OutboundFailed('the address carries user information');
  return url;
};

const failing = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof OutboundFailed) throw cause;
    const { message = 'it failed' } = cause as Partial<Error>;
    throw new OutboundFailed(message, { cause });
  }
};
