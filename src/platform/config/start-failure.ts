/** The reason why a program does not start, written for the operator. It is printed without a stack; the exit code is 1. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
