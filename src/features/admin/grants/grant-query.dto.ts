import type { GrantFilter } from '../../../user-grants/administered-grants.service';
import { FormParameter, type FormParameterOptions } from '../../../platform/http/form-parameter.decorator';
import { identifier, PageQuery } from '../paging/page-query.dto';

const LONGEST_CLIENT_ID = 2048;
const id: FormParameterOptions = { rules: [identifier()] };

/** The parameters of the list of grants: those that both select. */
export class GrantQuery extends PageQuery implements GrantFilter {
  @FormParameter('Only grants of this user, by its sub.', id)
  readonly sub?: string;

  @FormParameter('Only grants of this client.', { rules: [identifier(LONGEST_CLIENT_ID)] })
  readonly client_id?: string;
}

/** The filter of the query. */
export const filterOf = ({ sub, client_id }: GrantQuery): GrantFilter => ({
  ...(sub !== undefined && { sub }),
  ...(client_id !== undefined && { client_id }),
});
