/** What the operator configures of the deletion of clients that are not used. */
export abstract class SweepOptions {
  /** The seconds between two runs of all nodes together; 0 if there are none. */
  abstract readonly interval: number;
}
