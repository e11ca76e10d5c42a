/** The clock of this machine, in milliseconds since 1970. */
export abstract class Clock {
  abstract now(): number;
}
