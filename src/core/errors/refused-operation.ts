/**
 * An operation that the domain refuses, for whichever caller: a command or a request. `kind` says whether what was asked
 * for is malformed (`invalid`), names something that is not there (`unknown`), or does not fit the present state
 * (`conflict`). `member` is the name of the input in JSON, if the refusal is about one; the message is the sentence after
 * it.
 */
export class RefusedOperation extends Error {
  override readonly name: string = 'RefusedOperation';

  constructor(
    readonly kind: 'invalid' | 'unknown' | 'conflict',
    readonly member: string | undefined,
    message: string,
  ) {
    super(message);
  }

  /** The whole sentence. `name` is what the caller calls the member, such as `--jwks-uri`. */
  sentence(name = this.member): string {
    if (name === undefined) return this.message;
    return this.message.startsWith('must ') ? `${name} ${this.message}` : `${name}: ${this.message}`;
  }

  /** The description of the error response, in one line. */
  get description(): string {
    return this.sentence().replaceAll('\n', ' ');
  }

  /** Further members of the error response. */
  get members(): Readonly<Record<string, unknown>> {
    return {};
  }
}

/** There is no such thing. `noun` is what was looked for, `member` the input that names it. */
export class UnknownResource extends RefusedOperation {
  override readonly name = 'UnknownResource';

  constructor(
    readonly noun: string,
    id: string,
    member = 'id',
  ) {
    super('unknown', member, `there is no ${noun} ${id}`);
  }

  /** The same sentence for every identifier, as the OpenAPI document has it. */
  override get description(): string {
    return `the ${this.noun} must be there; see the list`;
  }
}
