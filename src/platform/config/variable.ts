import { Transform, type TransformFnParams } from 'class-transformer';
import { IsOptional, ValidateBy, type ValidationArguments } from 'class-validator';

/** What a variable looks like: how its text is read, which rule the reading must hold. */
export interface VariableKind<Value> {
  /** Gives the value, or `undefined` when the text breaks the rule. */
  readonly read: (text: string) => Value | undefined;
  /** What exactly is wrong in a text that holds several things; none when the rule says it all. */
  readonly mistakesIn?: (text: string) => readonly string[];
  /** Completes the sentence "NAME must be ...". */
  readonly rule: string;
}

/** Everything the server knows about one environment variable. */
export interface VariableRow<Value> {
  readonly is: VariableKind<Value>;
  readonly default?: Value;
  /** What the documentation shows as the default, where the value itself does not say it. */
  readonly shown?: string;
  /** Never printed by anything. */
  readonly secret?: true;
}

export interface NamedVariable extends VariableRow<unknown> {
  readonly name: string;
  readonly about: string;
}

const rowsByClass = new WeakMap<object, NamedVariable[]>();

/** The text of a variable that could not be read, and why. */
class Unreadable {
  constructor(readonly mistakes: readonly string[] = []) {}
}

/** Declares an environment variable: read by class-transformer, judged by class-validator, written to `.env.example`. */
export const Variable =
  <Value>(about: string, row: VariableRow<Value>) =>
  <Name extends string>(prototype: { [N in Name]?: NoInfer<Value> | undefined }, name: Name): void => {
    const type = prototype.constructor;
    rowsByClass.set(type, [...variablesOf(type), { ...(row as VariableRow<unknown>), name, about }]);
    const read = ({ value }: TransformFnParams): unknown =>
      typeof value === 'string' && value !== ''
        ? (row.is.read(value) ?? new Unreadable(row.is.mistakesIn?.(value)))
        : structuredClone(row.default);
    const validator = {
      validate: (value: unknown) => !(value instanceof Unreadable),
      defaultMessage: (about?: ValidationArguments) => {
        const { mistakes } = about?.value as Unreadable;
        return mistakes.length > 0 ? mistakes.join(`\n  - ${name} `) : `must be ${row.is.rule}`;
      },
    };
    for (const decorate of [Transform(read), IsOptional(), ValidateBy({ name: 'variable', validator })])
      decorate(prototype, name);
  };

/** The variables declared on a class, in the order they are written. */
export const variablesOf = (type: object): readonly NamedVariable[] => rowsByClass.get(type) ?? [];

const sectionsByClass = new WeakMap<object, Map<string, string>>();

/** Starts a section of the documentation: the variable that it stands on, and those below it up to the next section. */
export const Section =
  (title: string) =>
  (prototype: object, name: string): void => {
    const sections = sectionsByClass.get(prototype.constructor) ?? new Map<string, string>();
    sectionsByClass.set(prototype.constructor, sections.set(name, title));
  };

export interface VariableSection {
  readonly title: string;
  readonly variables: readonly NamedVariable[];
}

/** The variables declared on a class, by section. Throws when the first variable does not start one. */
export const sectionsOf = (type: object): readonly VariableSection[] => {
  const sections: { title: string; variables: NamedVariable[] }[] = [];
  for (const variable of variablesOf(type)) {
    const title = sectionsByClass.get(type)?.get(variable.name);
    if (title !== undefined) sections.push({ title, variables: [] });
    const section = sections.at(-1);
    if (!section) throw new Error(`${variable.name} must belong to a section; put @Section above it`);
    section.variables.push(variable);
  }
  return sections;
};
