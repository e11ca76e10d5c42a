import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Environment } from '../config/environment';
import { CountByNetwork } from './count-by-network';

/** So many requests of one connection are served at once; a caller may send them without awaiting the answers. */
export const MAX_PER_CONNECTION = 32;

export type RequestLimits = Pick<
  Environment,
  'MAX_REQUESTS_IN_FLIGHT' | 'MAX_REQUESTS_IN_FLIGHT_PER_NETWORK' | 'TRUST_PROXY'
>;

/** What ends the count of a request; a member instead of a WeakMap, which the garbage collector reads again and again. */
const MEMBER = 'leaveFlight';

type Counted = FastifyRequest & { [MEMBER]: (() => void) | undefined };

/** The requests that are being worked on: in all, of each network, and of each connection. */
export class RequestsInFlight {
  private readonly byConnection = new WeakMap<Socket, number>();
  private readonly byNetwork: CountByNetwork;
  private readonly most: number;
  private readonly mostOfNetwork: number;
  private count = 0;

  constructor({ MAX_REQUESTS_IN_FLIGHT, MAX_REQUESTS_IN_FLIGHT_PER_NETWORK, TRUST_PROXY }: RequestLimits) {
    this.most = MAX_REQUESTS_IN_FLIGHT;
    this.mostOfNetwork = MAX_REQUESTS_IN_FLIGHT_PER_NETWORK;
    this.byNetwork = new CountByNetwork(MAX_REQUESTS_IN_FLIGHT_PER_NETWORK, TRUST_PROXY);
  }

  /** Prepares requests for being counted. */
  static prepare(fastify: FastifyInstance): void {
    fastify.decorateRequest(MEMBER, undefined);
  }

  /** Why a request would not be admitted now. */
  overload(request: FastifyRequest): string | undefined {
    if (this.most > 0 && this.count >= this.most) return `${this.count} requests are in flight`;
    if (this.of(request.raw.socket) >= MAX_PER_CONNECTION) return `${MAX_PER_CONNECTION} are of one connection`;
    return this.byNetwork.isFull(request.ip) ? `${this.mostOfNetwork} are of one network` : undefined;
  }

  /** Counts a request in, until {@link end}, or gives the reason why it is not admitted. */
  admit(request: FastifyRequest): string | undefined {
    const why = this.overload(request);
    if (why === undefined) this.enter(request);
    return why;
  }

  /** The request has its answer. One that was not admitted, or ended before, changes nothing. */
  end(request: FastifyRequest): void {
    const counted = request as Counted;
    counted[MEMBER]?.();
    counted[MEMBER] = undefined;
  }

  private enter(request: FastifyRequest): void {
    const { socket } = request.raw;
    const leaveNetwork = this.byNetwork.add(request.ip);
    this.change(socket, 1);
    (request as Counted)[MEMBER] = () => {
      leaveNetwork();
      this.change(socket, -1);
    };
  }

  private change(socket: Socket, by: 1 | -1): void {
    this.count += by;
    this.byConnection.set(socket, this.of(socket) + by);
  }

  private of(socket: Socket): number {
    return this.byConnection.get(socket) ?? 0;
  }
}
