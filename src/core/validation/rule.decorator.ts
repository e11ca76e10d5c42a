import { ValidateBy, type ValidationOptions } from 'class-validator';

/** The parts of a value that a rule tests, and how a violation names the place of one: `[1]`. */
export interface Parts {
  readonly in: (value: unknown) => readonly unknown[];
  readonly placeOf: (index: number) => string;
}

/** The remedy in words; a function if it depends on the value that was sent. */
export type Remedy = string | ((part: unknown) => string);

/** The data of a rule; class-validator stores it as the rule's `context`. */
export interface RuleContext {
  readonly rule: string;
  readonly remedy: Remedy;
  /** The parts that are tested one by one; if absent, the rule tests the value itself. */
  readonly of: Parts | undefined;
  readonly holds: (part: unknown) => boolean;
}

interface RuleOptions {
  /** The remedy, which every refusal contains. */
  readonly remedy: Remedy;
  readonly of?: Parts;
}

/** The items of a list. */
export const items: Parts = {
  in: (value) => (Array.isArray(value) ? (value as unknown[]) : []),
  placeOf: (index) => `[${index}]`,
};

/**
 * One rule of a member as a class-validator decorator: `be` completes the sentence "member must ...", `holds` tests
 * the value, or with `of` each of its parts.
 */
export const rule = <Part>(
  be: string,
  holds: (part: Part) => boolean,
  { remedy, of }: RuleOptions,
): PropertyDecorator => {
  const context: RuleContext = { rule: `must ${be}`, remedy, of, holds: (part) => holds(part as Part) };
  const validate = (value: unknown): boolean => (of ? of.in(value) : [value]).every(context.holds);
  return ValidateBy({ name: be, validator: { validate, defaultMessage: () => context.rule } }, {
    context,
  } satisfies ValidationOptions);
};
