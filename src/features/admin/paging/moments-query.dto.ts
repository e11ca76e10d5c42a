import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { momentParameter } from './moment-parameter';
import { PageQuery } from './page-query.dto';

/** The parameters of a list of things whose ids begin with the moment when they were made. */
export class MomentsQuery extends PageQuery {
  @FormParameter('Only those that were made at this moment or later.', momentParameter)
  readonly since?: Date;

  @FormParameter('Only those that were made before this moment.', momentParameter)
  readonly until?: Date;
}

/** The range of the query. */
export const rangeOf = ({ since, until }: MomentsQuery): { readonly since?: Date; readonly until?: Date } => ({
  ...(since && { since }),
  ...(until && { until }),
});
