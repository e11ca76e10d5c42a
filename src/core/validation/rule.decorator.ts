import { ValidateBy, type ValidationOptions } from 'class-validator';

/** The parts of a value that a rule tests, and how a violation names the place of one: `[1]`. */
export interface Parts {
  readonly in: (value: unknown) => readonly unknown[];
  readonly placeOf: (index: number) => string;
}

/** What to do instead of what was sent, in words; a function if it depends on what was sent. */
export type Remedy = string | ((part: unknown) => string);

/** What a rule knows; class-validator carries it as the rule's `context`. */
export interface RuleContext {
  readonly rule: string;
  readonly remedy: Remedy;
  /** The parts that are tested one by one; without them the value itself is. */
  readonly of: Parts | undefined;
  readonly holds: (part: unknown) => boolean;
}

interface RuleOptions {
  /** What to do instead: every refusal says so. */
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
