import { ValidateBy, type ValidationOptions } from 'class-validator';

/** The parts of a value that a rule looks at, and how the place of one is told: `[1]`. */
export interface Parts {
  readonly in: (value: unknown) => readonly unknown[];
  readonly placeOf: (index: number) => string;
}

/** What a rule knows beyond its test; class-validator carries it as the rule's `context`. */
export interface RuleContext {
  readonly rule: string;
  readonly remedy: string;
  /** Where in the value the rule is first broken: `''` for the value itself, `[1]` for its second item. */
  readonly locate: (value: unknown) => string;
}

interface RuleOptions {
  /** What to do instead: every refusal says so. */
  readonly remedy: string;
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
export const must = <Part>(
  be: string,
  holds: (part: Part) => boolean,
  { remedy, of }: RuleOptions,
): PropertyDecorator => {
  const locate = (value: unknown): string | undefined => {
    if (!of) return holds(value as Part) ? undefined : '';
    const index = of.in(value).findIndex((part) => !holds(part as Part));
    return index < 0 ? undefined : of.placeOf(index);
  };
  const context: RuleContext = { rule: `must ${be}`, remedy, locate: (value) => locate(value) ?? '' };
  return ValidateBy(
    { name: be, validator: { validate: (value) => locate(value) === undefined, defaultMessage: () => context.rule } },
    { context } satisfies ValidationOptions,
  );
};
