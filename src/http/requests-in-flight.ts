import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** So many requests of one connection are served at once; a caller may send them without awaiting the answers. */
export const MAX_PER_CONNECTION = 32;

/** The requests that are being worked on, in all and of each connection. */
export class RequestsInFlight {
  private readonly admitted = new WeakSet<FastifyRequest>();
  private readonly byConnection = new WeakMap<Socket, number>();
  private count = 0;

  /** `most` of them in all; 0 is no limit. */
  constructor(private readonly most: number) {}

  /** Why a request would not be admitted now. */
  overload({ raw: { socket } }: FastifyRequest): string | undefined {
    if (this.most > 0 && this.count >= this.most) return `${this.count} requests are in flight`;
    return this.of(socket) >= MAX_PER_CONNECTION ? `${MAX_PER_CONNECTION} are of one connection` : undefined;
  }

  /** Counts a request in, until {@link end}, or gives the reason why it is not admitted. */
  admit(request: FastifyRequest): string | undefined {
    const why = this.overload(request);
    if (why === undefined) this.add(request, 1);
    return why;
  }

  /** The request has its answer. One that was not admitted, or ended before, changes nothing. */
  end(request: FastifyRequest): void {
    if (this.admitted.has(request)) this.add(request, -1);
  }

  private add(request: FastifyRequest, change: 1 | -1): void {
    const { socket } = request.raw;
    this.count += change;
    this.byConnection.set(socket, this.of(socket) + change);
    if (change > 0) this.admitted.add(request);
    else this.admitted.delete(request);
  }

  private of(socket: Socket): number {
    return this.byConnection.get(socket) ?? 0;
  }
}
