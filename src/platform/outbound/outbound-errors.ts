/**
 * Another host did not respond, or responded with something else than requested. The message is for the log, never for
 * the caller.
 */
export class OutboundFailed extends Error {
  override readonly name: string = 'OutboundFailed';
}

/** The host returned another kind of document than requested. */
export class UnexpectedDocument extends OutboundFailed {
  override readonly name = 'UnexpectedDocument';
}

/** The response is none that a document can have: its status, its media type, its size or its JSON. */
export class UnreadableAnswer extends OutboundFailed {
  override readonly name = 'UnreadableAnswer';
}

/** The request was not sent, because too many requests are in flight. Nothing is known about the host. */
export class OutboundBusy extends Error {
  override readonly name = 'OutboundBusy';
  readonly retryAfterSeconds = 2;

  constructor(options?: ErrorOptions) {
    super('too much is being fetched now; try again', options);
  }
}

/** The reason why there is no response of another host. */
export type OutboundError = OutboundFailed | OutboundBusy;

export const isOutboundError = (cause: unknown): cause is OutboundError =>
  cause instanceof OutboundFailed || cause instanceof OutboundBusy;
