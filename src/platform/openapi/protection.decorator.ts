import { type CanActivate, type Type } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants';
import { ANYONE, type Caller } from './callers';

/** The protection of a handler, and its description in the OpenAPI document. */
export interface Protection {
  /** They run in this order, before all other guards of the handler. */
  readonly guards: readonly Type<CanActivate>[];
  /** The security requirements, and the refusals of the guards. */
  readonly caller: Caller;
}

const CALLER = Symbol('caller');
const DOCUMENTED = Symbol('documented');

/**
 * Protects a handler and passes the documentation of the protection to `@Answers`, so that the two cannot disagree.
 * Write it below `@Answers`; above it, it throws when the class is defined.
 */
export const ProtectedBy =
  ({ guards, caller }: Protection): MethodDecorator =>
  (_target, name, { value: handler }) => {
    const handlerObject = handler as object;
    if (Reflect.hasMetadata(DOCUMENTED, handlerObject))
      throw new Error(`the protection of ${String(name)} must stand below @Answers, which documents it`);
    const others = (Reflect.getMetadata(GUARDS_METADATA, handlerObject) ?? []) as readonly unknown[];
    Reflect.defineMetadata(GUARDS_METADATA, [...guards, ...others], handlerObject);
    Reflect.defineMetadata(CALLER, caller, handlerObject);
  };

/** The caller for which a handler is documented: the one of its protection, or anyone. */
export const callerOf = (handler: object): Caller => {
  Reflect.defineMetadata(DOCUMENTED, true, handler);
  return (Reflect.getMetadata(CALLER, handler) ?? ANYONE) as Caller;
};
