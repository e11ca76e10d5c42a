import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter, type FormParameterOptions } from '../../../platform/http/form-parameter.decorator';
import { PageQuery } from './page-query.dto';

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

const moment: FormParameterOptions = {
  transform: (text) => (MOMENT.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text) : text),
  rules: [
    rule<unknown>('be a moment of RFC 3339', (value) => value instanceof Date, { remedy: 'use 2026-01-31T12:00:00Z' }),
  ],
  schema: { format: 'date-time' },
};

/** The parameters of a list of things whose ids begin with the moment when they were made. */
export class MomentsQuery extends PageQuery {
  @FormParameter('Only those that were made at this moment or later.', moment)
  readonly since?: Date;

  @FormParameter('Only those that were made before this moment.', moment)
  readonly until?: Date;
}

/** The range of the query. */
export const rangeOf = ({ since, until }: MomentsQuery): { readonly since?: Date; readonly until?: Date } => ({
  ...(since && { since }),
  ...(until && { until }),
});
