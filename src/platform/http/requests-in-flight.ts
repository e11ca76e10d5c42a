import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Environment } from '../config/environment';
import { CountByNetwork } from './count-by-network';

/** How many requests of one connection are served at once. A caller may send them without awaiting the responses. */
export const MAX_PER_CONNECTION = 32;

export type RequestLimits = Pick<
  Environment,
  'MAX_REQUESTS_IN_FLIGHT' | 'MAX_REQUESTS_IN_FLIGHT_PER_NETWORK' | 'TRUST_PROXY'
>;

/** Counts the requests in flight: in all, of each network, and of each connection. */
export class RequestsInFlight {
  private readonly byConnection = new WeakMap<Socket, number>();
  private readonly byNetwork: CountByNetwork;
  private readonly most: number;
  private readonly mostOfNetwork: number;
  private total = 0;

  constructor({ MAX_REQUESTS_IN_FLIGHT, MAX_REQUESTS_IN_FLIGHT_PER_NETWORK, TRUST_PROXY }: RequestLimits) {
    this.most = MAX_REQUESTS_IN_FLIGHT;
    this.mostOfNetwork = MAX_REQUESTS_IN_FLIGHT_PER_NETWORK;
    this.byNetwork = new CountByNetwork(MAX_REQUESTS_IN_FLIGHT_PER_NETWORK, TRUST_PROXY);
  }

  /** The reason for which a request would be refused now; nothing if it would be served. */
  overload(request: FastifyRequest): string | undefined {
    if (this.most > 0 && this.total >= this.most) return `${this.total} requests are in flight`;
    if (this.of(request.raw.socket) >= MAX_PER_CONNECTION) return `${MAX_PER_CONNECTION} are of one connection`;
    return this.byNetwork.isFull(request.ip) ? `${this.mostOfNetwork} are of one network` : undefined;
  }

  /** Counts a request until {@link end}, or returns the reason for which it is refused. */
  count(request: FastifyRequest): string | undefined {
    const why = this.overload(request);
    if (why === undefined) this.enter(request);
    return why;
  }

  /** Ends the count of a request. Does nothing for one that is not counted. */
  end(request: FastifyRequest): void {
    request.stopCounting?.();
    request.stopCounting = undefined;
  }

  private enter(request: FastifyRequest): void {
    const { socket } = request.raw;
    const leaveNetwork = this.byNetwork.add(request.ip);
    this.change(socket, 1);
    // A member of the request instead of a WeakMap, because the garbage collector reads every WeakMap repeatedly.
    request.stopCounting = () => {
      leaveNetwork();
      this.change(socket, -1);
    };
  }

  private change(socket: Socket, by: 1 | -1): void {
    this.total += by;
    this.byConnection.set(socket, this.of(socket) + by);
  }

  private of(socket: Socket): number {
    return this.byConnection.get(socket) ?? 0;
  }
}
