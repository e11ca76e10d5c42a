import { isObject, isShallow, MOST_LEVELS } from '../../json/json';
import { rule } from '../../validation/rule.decorator';
import type { Kind } from '../metadata-row';

/** The maximum number of bytes of JSON in an object whose content is not validated. */
export const MOST_BYTES = 16_384;

/** A JSON object whose content other documents define. */
export const object = (): Kind<Readonly<Record<string, unknown>>> => ({
  rules: [
    rule('be a JSON object', isObject, { remedy: 'send {...}' }),
    rule(`not be nested deeper than ${MOST_LEVELS} levels`, isShallow, { remedy: 'flatten it' }),
    rule(`be ${MOST_BYTES} bytes of JSON at most`, (value) => JSON.stringify(value).length <= MOST_BYTES, {
      remedy: 'leave out what is not needed',
    }),
  ],
  schema: { type: 'object', additionalProperties: true },
});
