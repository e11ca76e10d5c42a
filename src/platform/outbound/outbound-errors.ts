/** Another host did not answer, or not with what was requested. The message is for the log, never for the caller. */
export class OutboundFailed extends Error {
  override readonly name: string = 'OutboundFailed';
}

/** The host answered with another kind of document than the one that was requested. */
export class UnexpectedDocument extends OutboundFailed {
  override readonly name = 'UnexpectedDocument';
}

/** The request was not sent, because too many are on their way. Nothing is known about the host. */
export class OutboundBusy extends Error {
  override readonly name = 'OutboundBusy';
  readonly retryAfterSeconds = 2;

  constructor(options?: ErrorOptions) {
    super('too much is being fetched now; try again', options);
  }
}

/** Why there is no answer of another host. */
export type OutboundError = OutboundFailed | OutboundBusy;

export const isOutboundError = (cause: unknown): cause is OutboundError =>
  cause instanceof OutboundFailed || cause instanceof OutboundBusy;
