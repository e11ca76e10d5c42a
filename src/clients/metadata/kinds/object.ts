import { isObject } from 'class-validator';
import type { Kind } from '../metadata-row';
import { must } from '../../../validation/must';

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
    must('be a JSON object', (value) => isObject(value) && !Array.isArray(value), { remedy: 'send {...}' }),
    must(`not be nested deeper than ${MOST_LEVELS} levels`, isShallow, { remedy: 'flatten it' }),
    must(`be ${MOST_BYTES} bytes of JSON at most`, (value) => JSON.stringify(value).length <= MOST_BYTES, {
      remedy: 'leave out what is not needed',
    }),
  ],
  schema: { type: 'object', additionalProperties: true },
});
