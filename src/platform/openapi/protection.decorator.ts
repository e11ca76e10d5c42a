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

/** Protects a handler, and documents the protection, so that the two cannot disagree. */
export const ProtectedBy =
  ({ guards, caller }: Protection): MethodDecorator =>
  (_target, _name, { value: handler }) => {
    const handlerObject = handler as object;
    const others = (Reflect.getMetadata(GUARDS_METADATA, handlerObject) ?? []) as readonly unknown[];
    Reflect.defineMetadata(GUARDS_METADATA, [...guards, ...others], handlerObject);
    Reflect.defineMetadata(CALLER, caller, handlerObject);
  };

/** The caller for which a handler is documented: the one of its protection, or anyone. */
export const callerOf = (handler: object): Caller => (Reflect.getMetadata(CALLER, handler) ?? ANYONE) as Caller;
