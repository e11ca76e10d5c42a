import { isString } from 'class-validator';
import { items, rule, type Parts, type Remedy } from '../../validation/rule.decorator';
import type { Kind } from '../metadata-row';
import { hasNoControls, hasNoDirectionControls, hasNoInvisibles, isWellFormed } from './text-safety';

const TEXT_LENGTH = 1000;
const LIST_LENGTH = 100;

/** The remedy for a value that is not a string: remove `null` from a list, put a number in quotes. */
export const asText = (value: unknown): string => {
  if (value === null) return 'leave it out';
  return typeof value === 'object' ? 'send a text in its place' : 'put it in quotes';
};

/** The rules of one text, for the whole value or for each of its parts. */
const textRules = (maxLength: number, of?: Parts): PropertyDecorator[] => {
  const each = (be: string, holds: (value: string) => boolean, remedy: Remedy): PropertyDecorator =>
    rule(be, holds, { remedy, ...(of && { of }) });
  return [
    each('be a string', isString, asText),
    each('not be empty', (value) => value.length > 0, 'leave it out'),
    each(`be ${maxLength} characters at most`, (value) => value.length <= maxLength, 'shorten it'),
    each('be well-formed Unicode', isWellFormed, 'remove halves of surrogate pairs'),
    each('not have control characters', hasNoControls, 'remove line breaks, tabs and other control characters'),
    each(
      'not have characters that turn the direction of text',
      hasNoDirectionControls,
      'remove U+202A to U+202E and the like',
    ),
    each('not have invisible characters', hasNoInvisibles, 'remove zero-width spaces and the like'),
  ];
};

/** Printable ASCII. */
const PLAIN = /^[ -~]+$/;
const isPlainWithin =
  (maxLength: number) =>
  (value: unknown): boolean =>
    typeof value === 'string' && value.length <= maxLength && PLAIN.test(value);

/** Whether a list is short enough and each of its items is plain. */
export const arePlain =
  (maxItems: number, isPlain: (item: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.length <= maxItems && value.every(isPlain);

/** A non-empty text, stored unchanged: no trimming, no normalisation (RFC 7591 section 2.2). */
export const text = (maxLength = TEXT_LENGTH): Kind<string> => ({
  rules: textRules(maxLength),
  isPlain: isPlainWithin(maxLength),
  schema: { type: 'string', minLength: 1, maxLength },
});

/** A list of non-empty texts. */
export const texts = (maxItems = LIST_LENGTH, maxLength = TEXT_LENGTH): Kind<string[]> => ({
  rules: [...listRules(maxItems), ...textRules(maxLength, items)],
  isPlain: arePlain(maxItems, isPlainWithin(maxLength)),
  schema: { type: 'array', maxItems, items: { type: 'string', minLength: 1, maxLength } },
});

/** A list that must not be empty if it is sent. */
export const someTexts = (): Kind<string[]> => ({
  rules: [
    ...texts().rules,
    rule('not be empty', (list: readonly unknown[]) => list.length > 0, { remedy: 'leave it out' }),
  ],
  schema: { ...texts().schema, minItems: 1 },
});

/** A text of a particular form. */
export const textLike = (
  be: string,
  holds: (value: string) => boolean,
  { remedy, schema = {}, maxLength = TEXT_LENGTH }: TextForm,
): Kind<string> => ({
  rules: [...textRules(maxLength), rule(be, holds, { remedy })],
  schema: { ...text(maxLength).schema, ...schema },
});

interface TextForm {
  readonly remedy: string;
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly maxLength?: number;
}

/** The rules of the list itself, which apply before those of its items. */
export const listRules = (maxItems: number): PropertyDecorator[] => [
  rule('be an array', Array.isArray, { remedy: 'put even a single value in brackets' }),
  rule(`have ${maxItems} items at most`, (list: readonly unknown[]) => list.length <= maxItems, {
    remedy: 'leave out what is not needed',
  }),
];
