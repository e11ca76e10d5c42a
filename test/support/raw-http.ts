import { connect } from 'node:net';

/** Writes bytes to a port as they are and gives everything that comes back until the other side closes. */
export const rawHttp = (port: number, request: string | Uint8Array): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
  });

/** The lines of a request head, ready to be written. */
export const head = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
