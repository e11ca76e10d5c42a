import { isObject } from 'class-validator';
import type { Kind } from '../metadata-row';
import { must } from '../../../validation/must';

const SIZE = 16_384;
const DEPTH = 10;

/** Whether a value is nested no deeper than what serialising it is safe for. */
export const isShallow = (value: unknown, levels = DEPTH): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1)));

/** A JSON object whose inside is another document's business. */
export const object = (): Kind<Readonly<Record<string, unknown>>> => ({
  rules: [
    must('be a JSON object', (value) => isObject(value) && !Array.isArray(value), { remedy: 'send {...}' }),
    must(`not be nested deeper than ${DEPTH} levels`, isShallow, { remedy: 'flatten it' }),
    must(`be ${SIZE} bytes of JSON at most`, (value) => JSON.stringify(value).length <= SIZE, {
      remedy: 'leave out what is not needed',
    }),
  ],
  schema: { type: 'object', additionalProperties: true },
});
