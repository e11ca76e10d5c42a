/** Why the server does not start, in words for the operator: no stack, exit code 1. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
