/** How one member of a JSON body is read into a property of a DTO. */
export interface JsonMemberOptions {
  /** The rules of the value, in the order in which they are tested: see `rule()`. The first is about its type. */
  readonly rules: readonly PropertyDecorator[];
  /** For a required member: the remedy if it is missing. */
  readonly required?: string;
  /** The JSON schema, for the OpenAPI document. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A declared member of a JSON body. */
export interface DeclaredMember extends JsonMemberOptions {
  readonly name: string;
  /** Its meaning, for the OpenAPI document. */
  readonly about: string;
}

const membersByClass = new WeakMap<object, DeclaredMember[]>();

/**
 * Declares a property of a DTO as a member of a JSON body, with its meaning and its rules. `JsonReader` reads the DTO. The
 * initial value of the property is its default.
 */
export const JsonMember =
  (about: string, options: JsonMemberOptions) =>
  (prototype: object, name: string): void => {
    const type = prototype.constructor;
    membersByClass.set(type, [...(membersByClass.get(type) ?? []), { ...options, name, about }]);
    for (const decorate of options.rules) decorate(prototype, name);
  };

/** The members that a DTO declares, in the order in which they are written, those of its base class first. */
export const membersOf = (type: object): readonly DeclaredMember[] => {
  const base = Object.getPrototypeOf(type) as object | null;
  return [...(base ? membersOf(base) : []), ...(membersByClass.get(type) ?? [])];
};
