/** What was asked of another host did not come, or was not what it should be. The message is for the log. */
export class OutboundFailed extends Error {
  override readonly name: string = 'OutboundFailed';
}

/** The host answered, and the document is of another kind than the one that was asked for. */
export class UnexpectedDocument extends OutboundFailed {
  override readonly name = 'UnexpectedDocument';
}
