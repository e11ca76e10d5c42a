import type { IncomingMessage } from 'node:http';
import { InvalidRequest } from '../../core/errors/errors';
import { OAuthError } from '../../core/errors/oauth-error';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * Reads the bytes of a body into at most twice their size of memory. Fastify itself keeps each chunk as an object, so
 * that a body sent byte by byte takes hundreds of times its size. Throws 413 for more than {@link BODY_LIMIT_BYTES},
 * and {@link InvalidRequest} if the caller disconnects, who does not receive that response.
 */
export const bodyBytes = (payload: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (Number(payload.headers['content-length']) > BODY_LIMIT_BYTES) return void reject(bodyTooLarge());
    const body = new GrowingBytes();
    payload.on('data', (piece: Buffer) => {
      if (body.length + piece.length <= BODY_LIMIT_BYTES) return void body.add(piece);
      payload.removeAllListeners('data');
      reject(bodyTooLarge());
    });
    payload.on('end', () => {
      resolve(body.bytes);
    });
    payload.on('error', (cause) => {
      reject(new InvalidRequest('the request body must come as a whole; send it again', { cause }));
    });
  });

/** 413 of RFC 9110 section 15.5.14. */
export const bodyTooLarge = (): OAuthError =>
  new OAuthError(413, 'invalid_request', 'the request body is too large; send at most 64 KiB');

/** Collects chunks of bytes. It keeps the first chunk without a copy, because most bodies are one chunk. */
export class GrowingBytes {
  private held: Buffer = Buffer.alloc(0);
  length = 0;

  add(piece: Buffer): void {
    const length = this.length + piece.length;
    if (this.length === 0) this.held = piece;
    else {
      if (length > this.held.length) this.held = this.grown(length);
      piece.copy(this.held, this.length);
    }
    this.length = length;
  }

  get bytes(): Buffer {
    return this.held.subarray(0, this.length);
  }

  /** The size of the allocated memory, in bytes. */
  get capacity(): number {
    return this.held.length;
  }

  private grown(atLeast: number): Buffer {
    const grown = Buffer.allocUnsafeSlow(Math.max(atLeast, 2 * this.held.length));
    this.held.copy(grown, 0, 0, this.length);
    return grown;
  }
}
