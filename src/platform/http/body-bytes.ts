import type { IncomingMessage } from 'node:http';
import { InvalidRequest } from '../../core/errors/errors';
import { OAuthError } from '../../core/errors/oauth-error';

/** The largest body that is read, in bytes. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * The bytes of a body. What is held is at most twice what has come: Fastify keeps each piece as an object of its own,
 * so that a body which comes byte by byte holds hundreds of times its size. Throws 413 for more than
 * {@link BODY_LIMIT_BYTES}, {@link InvalidRequest} when the caller goes away: nobody reads that answer, and whatever
 * failed is the caller's connection.
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

/** Bytes that come in pieces. The first piece is kept as it is: most bodies are one. */
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

  /** How much memory is held, in bytes. */
  get capacity(): number {
    return this.held.length;
  }

  private grown(atLeast: number): Buffer {
    const grown = Buffer.allocUnsafeSlow(Math.max(atLeast, 2 * this.held.length));
    this.held.copy(grown, 0, 0, this.length);
    return grown;
  }
}
