import type { OAuthError } from '../../core/errors/oauth-error';
import { declareQuery } from '../http/known-parameters.guard';
import type { BODIES } from './request-bodies';
import type { REQUEST_HEADERS } from './request-headers';
import type { SchemaName } from './schemas';
import type { Tag } from './tags';

/** A media type of successful responses besides JSON. */
export type OtherForm = 'application/token-introspection+jwt' | 'text/event-stream';

/** An operation, from which its part of the OpenAPI document follows. */
export interface Described {
  readonly tag: Tag;
  /** Further information for callers, besides the summary. */
  readonly about: string;
  /** The schema of the request's body; brings its examples and 400, 413, 415. */
  readonly takes?: keyof typeof BODIES;
  /** A class whose properties are declared by `@JsonMember`: the JSON body; brings its example and 400, 413, 415. */
  readonly body?: DescribedBody;
  /** The parameters of the address, by name, with their meaning. */
  readonly path?: Readonly<Record<string, string>>;
  /** A class whose properties are declared by `@FormParameter`: the query of the address. It brings 400. */
  readonly query?: object;
  /** The status of success, the schema of its body, if it has one, and another media type that it has. */
  readonly gives: readonly [status: number, schema?: SchemaName, alsoAs?: OtherForm];
  /** The headers that may be sent; each brings its refusals. */
  readonly sends?: readonly (keyof typeof REQUEST_HEADERS)[];
  /** Further refusals. */
  readonly refuses?: readonly OAuthError[];
}

/** A JSON body that is read into a DTO. */
export interface DescribedBody {
  readonly of: object;
  readonly example: Readonly<Record<string, unknown>>;
  /** Whether it may be missing. */
  readonly isOptional?: true;
}

/** What a handler is documented by. */
export interface Answer extends Described {
  readonly summary: string;
}

const ANSWER = Symbol('answer');

/**
 * Documents a handler: a sentence about it, and the names of the schemas that it takes and returns. Everything else
 * follows: schemas from the metadata table, refusals from the error classes, security from the protection of the
 * handler. A handler without it is not in the OpenAPI document.
 */
export const Answers =
  (summary: string, description: Described): MethodDecorator =>
  (_target, _name, { value }) => {
    const handler = value as object;
    if (description.query) declareQuery(handler, description.query);
    Reflect.defineMetadata(ANSWER, { summary, ...description } satisfies Answer, handler);
  };

/** What {@link Answers} says about a handler, if anything. */
export const answerOf = (handler: object): Answer | undefined =>
  Reflect.getMetadata(ANSWER, handler) as Answer | undefined;
