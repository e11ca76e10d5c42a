import type { RegistrationErrorCode } from '../errors/registration-errors';

/** What a value looks like: its rules, its JSON schema and, where the choice is closed, the values the code supports. */
export interface Kind<Value> {
  /** class-validator decorators, made by `rule()` of `core/validation`, in the order in which they are checked. */
  readonly rules: readonly PropertyDecorator[];
  readonly schema: Readonly<Record<string, unknown>>;
  readonly supported?: readonly string[];
  /** Whether the code supports an item of a list, where that is not a matter of equality. */
  readonly knows?: (item: string) => boolean;
  /** Whether a value says nothing and counts as not sent. */
  readonly isEmpty?: (value: unknown) => boolean;
  /** What is stored of a valid value; all of it without this function. */
  readonly stored?: (value: unknown) => Value;
  /** Never set: it only carries the type of the value. */
  readonly value?: Value;
}

/** Everything the server knows about one member of client metadata. */
export interface Row<Value = unknown> {
  readonly is: Kind<Value>;
  /** The document that defines the member, with its section. */
  readonly from: string;
  /** What an omitted member becomes; a function reads the members that have a value already. */
  readonly default?: Constant<Value> | ((registered: never) => Value | undefined);
  /** The code of a refusal; `invalid_client_metadata` without it. */
  readonly rejectedWith?: RegistrationErrorCode;
  /** The environment variable by which the operator narrows the choice. Without `supported`, it is the whole choice. */
  readonly narrowedBy?: string;
  /** The server metadata member (RFC 8414) that lists the supported values. */
  readonly advertisedAs?: `${string}_supported`;
  /** The endpoint that this list is about; the authorization endpoint without it. */
  readonly advertisedFor?: `${string}_endpoint`;
  /** May carry a language tag: `client_name#ja` (RFC 7591 section 2.2). */
  readonly localizable?: true;
  /** Set by the server and never read from a request (RFC 7591 section 6): in every response, or in some. */
  readonly issued?: 'always' | 'sometimes';
  /** Another name of the same member: either is accepted, both are returned, a contradiction is refused. */
  readonly sameAs?: string;
  /**
   * Items of the list that are not offered are dropped as long as one is left that is of use alone, unless
   * `GRANT_POLICY` is reject.
   */
  readonly narrowsTo?: (item: string) => boolean;
  /** Refused without that member, and its default applies only beside it. */
  readonly needs?: string;
  /** Sent only: a list of what the client could do, of which that member becomes the first that is possible here. */
  readonly chooses?: string;
}

/** A row with the name of its member and what it means. */
export interface NamedRow extends Row {
  readonly name: string;
  readonly about: string;
}

/** A value as it is written in a row: lists may be readonly. */
type Constant<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value;

/**
 * Declares a member of client metadata: what it means, and everything else as a {@link Row}. The default must agree with
 * the kind, or it does not compile. The marks of the row stay in its type, from which `client-metadata.ts` derives what is
 * sent, stored and returned.
 */
export const row = <Value, const Marks extends Row<Value>>(
  about: string,
  marks: Marks & { readonly is: Kind<Value> },
): Marks & { readonly about: string } => ({ ...marks, about });
