import { isObject } from 'class-validator';
import { rule } from '../../validation/rule.decorator';
import type { Kind } from '../metadata-row';

/** What an object may be whose inside is not judged here. */
export const MOST_BYTES = 16_384;
export const MOST_LEVELS = 10;

/** Whether a value is nested no deeper than what serialising it is safe for. */
export const isShallow = (value: unknown, levels = MOST_LEVELS): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1)));

/** A JSON object whose inside is another document's business. */
export const object = (): Kind<Readonly<Record<string, unknown>>> => ({
  rules: [
    rule('be a JSON object', (value) => isObject(value) && !Array.isArray(value), { remedy: 'send {...}' }),
    rule(`not be nested deeper than ${MOST_LEVELS} levels`, isShallow, { remedy: 'flatten it' }),
    rule(`be ${MOST_BYTES} bytes of JSON at most`, (value) => JSON.stringify(value).length <= MOST_BYTES, {
      remedy: 'leave out what is not needed',
    }),
  ],
  schema: { type: 'object', additionalProperties: true },
});
