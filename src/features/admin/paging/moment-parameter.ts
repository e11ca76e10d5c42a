import { isMoment } from '../../../core/moment';
import { rule } from '../../../core/validation/rule.decorator';
import type { FormParameterOptions } from '../../../platform/http/form-parameter.decorator';

/** How a moment of a query is read: as a date. */
export const momentParameter: FormParameterOptions = {
  transform: (text) => (isMoment(text) ? new Date(text) : text),
  rules: [
    rule<unknown>('be a moment of RFC 3339', (value) => value instanceof Date, { remedy: 'use 2026-01-31T12:00:00Z' }),
  ],
  schema: { format: 'date-time' },
};
