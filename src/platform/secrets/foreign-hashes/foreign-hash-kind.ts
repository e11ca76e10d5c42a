/** A kind of hash that other servers store of secrets, and that this server compares with a library. */
export interface ForeignHashKind {
  readonly name: string;
  /** The form of its text. */
  readonly form: RegExp;
  /** Why a hash of this form is not accepted: what it costs to compare; nothing if it is accepted. */
  readonly faultOf: (hash: string) => string | undefined;
  /** Whether a comparison takes long enough that it has to wait for others. */
  readonly isSlow: boolean;
  /** Whether the hash is that of the secret. */
  readonly verify: (secret: string, hash: string) => Promise<boolean>;
}
