/** A client was changed or deleted after it was read: read it again and decide on its new state. */
export class StaleClient extends Error {
  override readonly name = 'StaleClient';
}
