import { IsOptional } from 'class-validator';
import type { RegistrationErrorCode } from '../errors/registration-errors';

/** The choices that an operator narrows; each is an environment variable of this name. */
export type Limit =
  'AUTH_METHODS' | 'AUTHORIZATION_DETAILS_TYPES' | 'ENCRYPTION_ALGS' | 'GRANT_TYPES' | 'SIGNING_ALGS' | 'SUBJECT_TYPES';

/** What a value looks like: its rules, its JSON schema and, where the choice is closed, the values the code supports. */
export interface Kind<Value> {
  readonly rules: readonly PropertyDecorator[];
  readonly schema: Readonly<Record<string, unknown>>;
  readonly supported?: readonly string[];
  /** Who narrows the choice. Without `supported`, the operator's list is the whole choice. */
  readonly limitedBy?: Limit;
  /** Whether an item of a list is one of those that the code supports, where that is not a matter of equality. */
  readonly knows?: (item: string) => boolean;
  /** Whether a value says nothing and counts as not sent. */
  readonly isEmpty?: (value: unknown) => boolean;
  /** What is kept of a sound value; all of it unless told otherwise. */
  readonly kept?: (value: unknown) => Value;
  /** Never set: it only carries the type of the value. */
  readonly value?: Value;
}

/** Everything the server knows about one member of client metadata; `Members` are those that its default looks at. */
export interface Row<Value = unknown, Members = never> {
  readonly is: Kind<Value>;
  /** The document that defines the member, with its section. */
  readonly from: string;
  /** What an omitted member becomes; a function sees the members that stand already. */
  readonly default?: Value | ((metadata: Members) => Value | undefined);
  /** The code of a refusal; `invalid_client_metadata` unless told otherwise. */
  readonly rejectedWith?: RegistrationErrorCode;
  /** The server metadata member (RFC 8414) that lists the supported values. */
  readonly advertisedAs?: `${string}_supported`;
  /** May carry a language tag: `client_name#ja` (RFC 7591 section 2.2). */
  readonly localizable?: true;
  /** The server's own: never taken from a request (RFC 7591 section 6). */
  readonly issued?: true;
  /** Another name of the same member: either is taken, both are told, a contradiction is refused. */
  readonly sameAs?: string;
  /**
   * Items of the list that are not offered are dropped as long as one is left that is of use alone, unless
   * `GRANT_POLICY` is reject.
   */
  readonly narrowsTo?: (item: string) => boolean;
  /** Nothing without that member. */
  readonly needs?: string;
  /** Input only: a list of what the client could do, of which that member becomes the first that is possible here. */
  readonly chooses?: string;
}

/** A row with the name of its member and what it means. */
export interface NamedRow extends Row {
  readonly name: string;
  readonly about: string;
}

const rowsByClass = new WeakMap<object, NamedRow[]>();

/**
 * Declares a member of client metadata. The type of the property must agree with its kind, and a default must see the
 * other members as the class has them, or it does not compile.
 */
export const Metadata =
  <Value, Members>(about: string, row: Row<Value, Members>) =>
  <Name extends string>(prototype: { [N in Name]?: NoInfer<Value> | undefined } & Members, name: Name): void => {
    rowsByClass.set(prototype.constructor, [
      ...(rowsByClass.get(prototype.constructor) ?? []),
      { ...(row as Row), name, about },
    ]);
    for (const decorate of [IsOptional(), ...row.is.rules]) decorate(prototype, name);
  };

/** The rows of a class in the order they are written, those of its base class first. */
export const rowsOf = (type: object): readonly NamedRow[] => {
  const base = Object.getPrototypeOf(type) as object | null;
  return [...(base ? rowsOf(base) : []), ...(rowsByClass.get(type) ?? [])];
};
