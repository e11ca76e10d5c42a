import { Transform, type TransformFnParams } from 'class-transformer';
import { IsOptional, ValidateBy, type ValidationArguments } from 'class-validator';

/** A type of value: how the text of a variable is read, and the rule that it follows. */
export interface VariableKind<Value> {
  /** Gives the value, or `undefined` when the text breaks the rule. */
  readonly read: (text: string) => Value | undefined;
  /** The mistakes in a text that has several parts; empty if the rule alone describes the mistake. */
  readonly mistakesIn?: (text: string) => readonly string[];
  /** Completes the sentence "NAME must be ...". */
  readonly rule: string;
}

/** The declaration of one environment variable. */
export interface VariableRow<Value> {
  readonly is: VariableKind<Value>;
  readonly default?: Value;
  /** The default as the documentation shows it, if the value itself does not show it. */
  readonly shown?: string;
  /** Whether the value is never printed. */
  readonly secret?: true;
  /** What `clientele init` writes about it; a variable without it keeps its default in production. */
  readonly inProduction?: ProductionChoice;
}

/** The value that production needs, made for each installation; or what the operator has to decide. */
export type ProductionChoice = { readonly value: () => string } | { readonly decide: string };

export interface NamedVariable extends VariableRow<unknown> {
  readonly name: string;
  readonly about: string;
}

const rowsByClass = new WeakMap<object, NamedVariable[]>();

/** The text of a variable that could not be read, and why. */
class Unreadable {
  constructor(readonly mistakes: readonly string[] = []) {}
}

/** Declares an environment variable: class-transformer reads it, class-validator checks it, `.env.example` documents it. */
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

const titles = new WeakMap<object, string>();

/** Names the section of the documentation that has the variables of a class. */
export const Section =
  (title: string): ClassDecorator =>
  (type) => {
    titles.set(type, title);
  };

/** The title that {@link Section} gives a class. Throws an `Error` when it has none. */
export const titleOf = (type: { readonly name: string }): string => {
  const title = titles.get(type);
  if (title === undefined) throw new Error(`${type.name} must have a title; put @Section above it`);
  return title;
};
