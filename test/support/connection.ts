import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { keepTrack } from './close-leftovers';

/** A connection that stays until it is closed; what is written on it goes out as it is. */
export class Connection {
  /** All that came back so far. */
  received = '';
  /** Everything that came back, once the server has closed. */
  readonly ended: Promise<string>;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined); // a reset is an end too
    this.ended = new Promise((done) =>
      socket.once('close', () => {
        done(this.received);
      }),
    );
  }

  /** Connects from an address of this machine, which need not be the usual one. */
  static async open(port: number, from = '127.0.0.1'): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    await once(socket, 'connect');
    return keepTrack(new Connection(socket));
  }

  write(text: string): this {
    this.socket.write(text);
    return this;
  }

  /** Resolves once the server has sent what matches. Fails when it closes before. */
  async hasReceived(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.received)) {
      if (this.socket.closed) throw new Error(`closed before ${String(pattern)}: ${this.received}`);
      await Promise.race([once(this.socket, 'data'), this.ended]);
    }
  }

  async close(): Promise<void> {
    this.socket.destroy();
    await this.ended;
  }
}
