import type { RegistrationErrorCode } from '../errors/registration-errors';
import type { OptionalFeature } from './optional-feature';

/** A kind of value: its rules, its JSON schema and, for a closed choice, the values that the code supports. */
export interface Kind<Value> {
  /** class-validator decorators, made by `rule()` of `core/validation`, in the order in which they are checked. */
  readonly rules: readonly PropertyDecorator[];
  readonly schema: Readonly<Record<string, unknown>>;
  readonly supported?: readonly string[];
  /** Whether the code supports an item of a list, if comparing it with `supported` is not sufficient. */
  readonly knows?: (item: string) => boolean;
  /**
   * Returns true for most of the values that break none of the rules, after one look; the rules decide about all others.
   * `kinds-at-a-glance.spec.ts` shows that it agrees with the rules.
   */
  readonly isPlain?: (value: unknown) => boolean;
  /** Whether a value counts as not sent. */
  readonly isEmpty?: (value: unknown) => boolean;
  /** Returns the part of a valid value that is stored. Without this function the whole value is stored. */
  readonly stored?: (value: unknown) => Value;
  /** Never set: it exists for the type of the value only. */
  readonly value?: Value;
}

/** Everything the server knows about one member of client metadata. */
export interface Row<Value = unknown> {
  readonly is: Kind<Value>;
  /** The document that defines the member, with its section. */
  readonly from: string;
  /** The value of an omitted member; a function takes the members that already have a value. */
  readonly default?: Constant<Value> | ((registered: never) => Value | undefined);
  /** The code of a refusal; `invalid_client_metadata` without it. */
  readonly rejectedWith?: RegistrationErrorCode;
  /** The environment variable by which the operator narrows the choice. Without `supported`, it is the whole choice. */
  readonly narrowedBy?: string;
  /** The server metadata member (RFC 8414) that lists the supported values. */
  readonly advertisedAs?: `${string}_supported`;
  /** The endpoint that this list is about; the authorization endpoint without it. */
  readonly advertisedFor?: `${string}_endpoint`;
  /** The feature that reads the member. What a client sends is disregarded if the server of users does not have it. */
  readonly feature?: OptionalFeature;
  /** May have a language tag: `client_name#ja` (RFC 7591 section 2.2). */
  readonly localizable?: true;
  /** Set by the server and never read from a request (RFC 7591 section 6): in every response, or in some. */
  readonly issued?: 'always' | 'sometimes';
  /** Another name of the same member: either is accepted, both are returned, a contradiction is refused. */
  readonly sameAs?: string;
  /**
   * Items that are not offered are dropped if the list keeps an item for which this function returns true, unless
   * `GRANT_POLICY` is reject.
   */
  readonly narrowsTo?: (item: string) => boolean;
  /** The member that this one needs: without it, this one is refused, and has no default. */
  readonly needs?: string;
  /**
   * For an algorithm, what it does with a key that the client publishes: `signs` requests of the client; `encrypts` what
   * another server sends; `encrypts here` what this server sends, which takes fewer kinds of keys.
   */
  readonly clientKey?: 'signs' | 'encrypts' | 'encrypts here';
  /** For a list that is only sent: the member that gets the first value of the list that this server permits. */
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
 * Declares a member of client metadata: what it means, and everything else as a {@link Row}. A default that does not
 * fit the kind does not compile. The type keeps the marks of the row, from which `client-metadata.ts` derives what is
 * sent, stored and returned.
 */
export const row = <Value, const Marks extends Row<Value>>(
  about: string,
  marks: Marks & { readonly is: Kind<Value> },
): Marks & { readonly about: string } => ({ ...marks, about });
