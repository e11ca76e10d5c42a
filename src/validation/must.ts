import { ValidateBy, type ValidationOptions } from 'class-validator';

/** The parts of a value that a rule looks at, each with its place in it: `['[1]', 'https://b.example']`. */
export type Parts = (value: unknown) => Iterable<readonly [place: string, part: unknown]>;

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

const whole: Parts = (value) => [['', value]];

/** The items of a list, each in its place. */
export const items: Parts = function* (value) {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield [`[${index}]`, item];
};

/**
 * One rule of a member as a class-validator decorator: `be` completes the sentence "member must ...", `holds` tests
 * the value, or with `of` each of its parts.
 */
export const must = <Part>(
  be: string,
  holds: (part: Part) => boolean,
  { remedy, of = whole }: RuleOptions,
): PropertyDecorator => {
  const locate = (value: unknown): string | undefined => {
    for (const [place, part] of of(value)) if (!holds(part as Part)) return place;
    return undefined;
  };
  const context: RuleContext = { rule: `must ${be}`, remedy, locate: (value) => locate(value) ?? '' };
  return ValidateBy(
    { name: be, validator: { validate: (value) => locate(value) === undefined, defaultMessage: () => context.rule } },
    { context } satisfies ValidationOptions,
  );
};
