import type { OpenAPIObject } from '@nestjs/swagger';

/** The parts of an OpenAPI document, which @nestjs/swagger does not export by name. */
type Components = NonNullable<OpenAPIObject['components']>;
interface Reference {
  readonly $ref: string;
}

export type SchemaObject = Exclude<NonNullable<Components['schemas']>[string], Reference>;
export type ResponseObject = Exclude<NonNullable<Components['responses']>[string], Reference>;
export type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
