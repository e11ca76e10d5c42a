import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { keepTrack } from './close-leftovers';

/** The network before a server, which can lose everything without closing a connection, and lead to another server. */
export class NetworkBetween {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private isCut = false;

  private constructor(
    private target: { readonly host: string; readonly port: number },
    private readonly server = createServer(),
  ) {}

  static async to(url: URL): Promise<NetworkBetween> {
    const network = new NetworkBetween({ host: url.hostname, port: Number(url.port) });
    network.server.on('connection', (near) => {
      network.pass(near);
    });
    await new Promise<void>((done) => network.server.listen(0, '127.0.0.1', done));
    return keepTrack(network);
  }

  /** Where the server is reached through this network. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.isCut = true;
    for (const [near, far] of this.pairs) {
      near.unpipe().pause();
      far.unpipe().pause();
    }
  }

  mend(): void {
    this.isCut = false;
  }

  /** Leads new connections to another server; those that are open stay where they are. */
  leadTo({ hostname, port }: URL): void {
    this.target = { host: hostname, port: Number(port) };
  }

  /** Closes all connections. */
  drop(): void {
    for (const socket of [...this.pairs].flat()) socket.destroy();
    this.pairs.clear();
  }

  close(): Promise<void> {
    this.drop();
    return new Promise((done) => {
      this.server.close(() => {
        done();
      });
    });
  }

  private pass(near: Socket): void {
    const far = connect(this.target);
    const pair = [near, far] as const;
    this.pairs.add(pair);
    for (const socket of pair)
      socket.on('error', () => undefined).on('close', () => void pair.forEach((one) => one.destroy()));
    if (!this.isCut) near.pipe(far).pipe(near);
  }
}
