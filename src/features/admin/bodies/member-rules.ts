import { rule } from '../../../core/validation/rule.decorator';

/** The rule of a whole number within bounds; `word` may be sent instead. */
export const wholeNumber = (from: number, to: number, remedy: string, word?: string): PropertyDecorator =>
  rule<unknown>(
    `be a whole number from ${from} to ${to}${word === undefined ? '' : `, or ${word}`}`,
    (value) =>
      (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) ||
      (word !== undefined && value === word),
    { remedy },
  );

/** The rule of a text that is not empty, of one line. */
export const words = (most: number, remedy: string): PropertyDecorator =>
  rule<unknown>(
    `be a text of 1 to ${most} characters without control characters`,
    (value) => typeof value === 'string' && isName(value, most),
    { remedy },
  );

/** Whether a text is not empty, not longer than that, and without characters that databases and lists refuse. */
export const isName = (text: string, most: number): boolean =>
  text.length >= 1 && text.length <= most && !/\p{C}/u.test(text);

/** The JSON schema of {@link wholeNumber}. */
export const numberSchema = (minimum: number, maximum: number, word?: string): Readonly<Record<string, unknown>> => {
  const number = { type: 'integer', minimum, maximum };
  return word === undefined ? number : { oneOf: [number, { const: word }] };
};
