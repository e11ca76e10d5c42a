import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TemporarilyUnavailable } from '../../core/errors/errors';
import { Environment } from '../config/environment';

const RETRY_AFTER_SECONDS = 5;
/** How long the end of a response may take to reach its caller when the server stops. */
const GRACE_MS = 1000;

/** The refusal of a response without an end, while there are too many of them. */
export const tooManyStreams = (): TemporarilyUnavailable =>
  new TemporarilyUnavailable('too many streams are open; end one, or try again', RETRY_AFTER_SECONDS);

/**
 * The responses of this process that have no end of their own. Their number is limited, and they end when the server
 * stops: it waits for the responses to all other requests.
 */
@Injectable()
export class OpenStreamsService implements OnModuleDestroy {
  private readonly open = new Map<FastifyReply['raw'], Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly environment: Environment) {}

  /**
   * Counts the response until it is closed. Gives a signal that aborts when it is, and when the server stops. Throws
   * {@link TemporarilyUnavailable} beyond `MAX_EVENT_STREAMS`, and once the server stops.
   */
  begin({ raw }: FastifyReply): AbortSignal {
    if (raw.destroyed) return AbortSignal.abort();
    if (this.stopping.signal.aborted || this.open.size >= this.environment.MAX_EVENT_STREAMS) throw tooManyStreams();
    const closed = new AbortController();
    const end = new Promise<void>((resolve) => {
      raw.once('close', () => {
        this.open.delete(raw);
        closed.abort();
        resolve();
      });
    });
    this.open.set(raw, end);
    return AbortSignal.any([closed.signal, this.stopping.signal]);
  }

  /** Ends all streams. The connection of a caller that does not read is closed after a second. */
  async end(): Promise<void> {
    this.stopping.abort();
    const cut = setTimeout(() => {
      for (const raw of this.open.keys()) raw.destroy();
    }, GRACE_MS);
    await Promise.all(this.open.values());
    clearTimeout(cut);
  }

  onModuleDestroy(): Promise<void> {
    return this.end();
  }
}
