import { isObject } from 'class-validator';
import type { Kind } from '../metadata-row';
import { must } from '../../../validation/must';

const SIZE = 16_384;

/** A JSON object whose inside is another document's business. */
export const object = (): Kind<Readonly<Record<string, unknown>>> => ({
  rules: [
    must('be a JSON object', (value) => isObject(value) && !Array.isArray(value), { remedy: 'send {...}' }),
    must(`be ${SIZE} bytes of JSON at most`, (value) => JSON.stringify(value).length <= SIZE, {
      remedy: 'leave out what is not needed',
    }),
  ],
  schema: { type: 'object', additionalProperties: true },
});
