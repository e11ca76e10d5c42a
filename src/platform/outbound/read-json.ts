import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { UnreadableAnswer } from './outbound-errors';
import type { OutboundAnswer } from './outbound-request';

/** A response whose body has not been read yet. */
export interface UnreadAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

const MEDIA_TYPES = ['application/json', 'application/jwk-set+json'];
/** RFC 6839 section 3.1. */
const ANY_JSON = /^application\/(?:json|[a-z0-9!#$&^_.-]+\+json)$/;

/** The maximum length of a response, and whether it may have any media type. */
interface ReadLimits {
  readonly limitBytes: number;
  readonly anyMediaType?: boolean;
  /** Whether every media type of JSON is accepted, such as `application/cimd+json`. */
  readonly anyJson?: boolean;
}

/**
 * Reads a response that must have status 200 and JSON in strict UTF-8, no longer than `limitBytes`. Throws
 * {@link UnreadableAnswer} for another one, and leaves the rest of the body unread.
 */
export const readJson = async (
  { statusCode, headers, body }: UnreadAnswer,
  { limitBytes, anyMediaType = false, anyJson = false }: ReadLimits,
): Promise<unknown> => {
  try {
    if (statusCode !== 200) throw new UnreadableAnswer(`the status is ${statusCode}`);
    const mediaType = mediaTypeOf(headers);
    if (!anyMediaType && !(anyJson ? ANY_JSON.test(mediaType) : MEDIA_TYPES.includes(mediaType)))
      throw new UnreadableAnswer(`the media type is ${mediaType}`);
    if (isEncoded(headers)) throw new UnreadableAnswer('the body is compressed, which was not asked for');
    return parsed(await readAtMost(body, limitBytes));
  } finally {
    discard({ body });
  }
};

/** Reads a whole response, no longer than `limitBytes`. Throws for a longer one, and for one that is compressed. */
export const readWhole = async (
  { statusCode, headers, body }: UnreadAnswer,
  limitBytes: number,
): Promise<OutboundAnswer> => {
  try {
    if (isEncoded(headers)) throw new Error('the body is compressed, which was not asked for');
    const single = Object.entries(headers).filter(
      (header): header is [string, string] => typeof header[1] === 'string',
    );
    return { status: statusCode, headers: Object.fromEntries(single), body: await readAtMost(body, limitBytes) };
  } finally {
    discard({ body });
  }
};

/** So much of a body is read that nobody needs. */
const MOST_UNNEEDED = 16 * 1024;

/**
 * Ends a response whose body nobody needs: a short one is read, so that its connection can be used again. An error of the
 * connection has no meaning any more.
 */
export const finish = async ({ body }: Pick<UnreadAnswer, 'body'>): Promise<void> => {
  try {
    await readAtMost(body, MOST_UNNEEDED);
  } catch {
    // The status has arrived, which is all that counts.
  } finally {
    discard({ body });
  }
};

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new UnreadableAnswer(cause instanceof Error ? cause.message : 'the body is no JSON', { cause });
  }
};

/** Ends a response without reading the rest of its body. An error of the connection has no meaning any more. */
export const discard = ({ body }: Pick<UnreadAnswer, 'body'>): void => {
  body.on('error', () => undefined).destroy();
};

const mediaTypeOf = (headers: IncomingHttpHeaders): string =>
  (headers['content-type'] ?? '').replace(/;.*$/s, '').trim().toLowerCase();

const isEncoded = (headers: IncomingHttpHeaders): boolean =>
  !['', 'identity'].includes((headers['content-encoding'] ?? '').trim().toLowerCase());

const readAtMost = async (body: Readable, limitBytes: number): Promise<Buffer<ArrayBuffer>> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw new UnreadableAnswer(`the body is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
