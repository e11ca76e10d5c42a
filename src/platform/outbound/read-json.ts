import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

/** An answer whose body has not been read yet. */
export interface UnreadAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

const MEDIA_TYPES = ['application/json', 'application/jwk-set+json'];

/** How long an answer may be, and whether it may call itself what it likes. */
export interface ReadLimits {
  readonly limitBytes: number;
  /** Many servers of static files have no media type for a key set: what counts is what it is. */
  readonly anyMediaType?: boolean;
}

/**
 * Reads an answer that must be 200, JSON, strict UTF-8 and no longer than `limitBytes`; throws on anything else, and
 * then leaves the rest of the body unread.
 */
export const readJson = async (
  { statusCode, headers, body }: UnreadAnswer,
  { limitBytes, anyMediaType = false }: ReadLimits,
): Promise<unknown> => {
  try {
    if (statusCode !== 200) throw new Error(`the status is ${statusCode}`);
    if (!anyMediaType && !MEDIA_TYPES.includes(mediaTypeOf(headers)))
      throw new Error(`the media type is ${mediaTypeOf(headers)}`);
    if (isEncoded(headers)) throw new Error('the body is compressed, which was not asked for');
    const bytes = await readAtMost(body, limitBytes);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } finally {
    body.on('error', () => undefined).destroy();
  }
};

const mediaTypeOf = (headers: IncomingHttpHeaders): string =>
  (headers['content-type'] ?? '').replace(/;.*$/s, '').trim().toLowerCase();

const isEncoded = (headers: IncomingHttpHeaders): boolean =>
  !['', 'identity'].includes((headers['content-encoding'] ?? '').trim().toLowerCase());

const readAtMost = async (body: Readable, limitBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw new Error(`the body is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
