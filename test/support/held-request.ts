import { connect, type Socket } from 'node:net';
import { keepTrack } from './close-leftovers';

/** A request whose head the server has taken in and whose body is still to come. */
export class HeldRequest {
  private constructor(
    private readonly socket: Socket,
    private readonly body: string,
    /** Everything that comes back until the server closes. */
    private readonly answered: Promise<string>,
  ) {}

  /** Sends the head of a POST, and resolves once the server has asked for the body. */
  static async post(
    port: number,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<HeldRequest> {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const answered = new Promise<string>((resolve) => {
      socket.on('close', () => {
        resolve(Buffer.concat(chunks).toString('utf8'));
      });
    });
    const isAskedFor = new Promise<void>((resolve, reject) => {
      socket.on('error', reject).on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (chunk.includes('100 Continue')) resolve();
      });
    });
    const fields = { Host: 'localhost', Expect: '100-continue', Connection: 'close', ...headers };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
    socket.write([`POST ${path} HTTP/1.1`, ...lines, `Content-Length: ${body.length}`, '', ''].join('\r\n'));
    await isAskedFor;
    return keepTrack(new HeldRequest(socket, body, answered));
  }

  /** Sends the body; gives the status of the answer. */
  async finish(): Promise<number> {
    this.socket.write(this.body);
    const text = await this.answered;
    return Number(/HTTP\/1\.1 ([2-5]\d\d)/.exec(text)?.[1]);
  }

  /** Goes away without having sent the body. */
  close(): Promise<void> {
    this.socket.destroy();
    return Promise.resolve();
  }
}
