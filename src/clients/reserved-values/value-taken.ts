import type { ReservedColumn } from './reserved-columns';

/** Another client has the value that a unit gives to a client. */
export class ValueTaken extends Error {
  override readonly name = 'ValueTaken';

  constructor(readonly column: ReservedColumn) {
    super(`another client has the same ${column}`);
  }
}
