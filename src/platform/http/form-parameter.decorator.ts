import type { OAuthError } from '../../core/errors/oauth-error';

/** How one parameter of a form is read into a property of a DTO. */
export interface FormParameterOptions {
  /** The rules of the value, in the order in which they are tested: see `rule()`. */
  readonly rules?: readonly PropertyDecorator[];
  /** The error of a broken rule; `InvalidRequest` unless stated otherwise. */
  readonly rejectedWith?: new (description: string) => OAuthError;
  /** For a required parameter: the remedy if it is missing. */
  readonly required?: string;
  /** The request may contain the parameter more than once. The property is then a list, empty if it was not sent. */
  readonly isRepeatable?: true;
  /**
   * Converts the text into the value of the property. It returns a text that it cannot convert unchanged, so that the
   * rules refuse it.
   */
  readonly transform?: (text: string) => unknown;
  /** JSON schema keywords for the OpenAPI document. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** A declared parameter of a form. */
export interface DeclaredParameter extends FormParameterOptions {
  readonly name: string;
  /** Its meaning, for the OpenAPI document. */
  readonly about: string;
}

const parametersByClass = new WeakMap<object, DeclaredParameter[]>();
const repeatable = new Set<string>();

/**
 * Declares a property of a DTO as a parameter of a form body, with its meaning and its rules. `FormPipe` reads the
 * DTO. The decorators of the rules are those of class-validator.
 */
export const FormParameter =
  (about: string, options: FormParameterOptions = {}) =>
  (prototype: object, name: string): void => {
    const type = prototype.constructor;
    parametersByClass.set(type, [...(parametersByClass.get(type) ?? []), { ...options, name, about }]);
    if (options.isRepeatable) repeatable.add(name);
    for (const decorate of options.rules ?? []) decorate(prototype, name);
  };

/** The parameters that a DTO declares, in the order in which they are written, those of its base class first. */
export const parametersOf = (type: object): readonly DeclaredParameter[] => {
  const base = Object.getPrototypeOf(type) as object | null;
  return [...(base ? parametersOf(base) : []), ...(parametersByClass.get(type) ?? [])];
};

/** Whether any DTO declares that this parameter may be repeated, such as `resource` (RFC 8707 section 2). */
export const isRepeatable = (name: string): boolean => repeatable.has(name);
