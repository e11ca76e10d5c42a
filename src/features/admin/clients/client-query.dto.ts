import { CLIENT_STATUSES, type ClientStatus } from '../../../clients/client.entity';
import { InvalidRequest } from '../../../core/errors/errors';
import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { identifier, PageQuery } from '../paging/page-query.dto';

/** The parameters of the list of clients. */
export class ClientQuery extends PageQuery {
  @FormParameter('Only clients with this status.', {
    rules: [
      rule<string>(
        `be one of ${CLIENT_STATUSES.join(', ')}`,
        (status) => CLIENT_STATUSES.some((one) => one === status),
        {
          remedy: 'leave it out for all of them',
        },
      ),
    ],
    schema: { enum: [...CLIENT_STATUSES] },
  })
  readonly status?: ClientStatus;

  @FormParameter('Only clients that this registrar registered, by its client_id.', { rules: [identifier()] })
  readonly registrar?: string;

  @FormParameter('Only clients of this initial access token, by its id.', { rules: [identifier()] })
  readonly initial_access_token?: string;
}

const FILTERS = ['status', 'registrar', 'initial_access_token'] as const;

/** The refusal of two filters at once: an index has the clients of one. */
export const oneFilter = (): InvalidRequest =>
  new InvalidRequest(`the query must have at most one of ${FILTERS.join(', ')}; leave out the others`);

/** The filter of the query. Throws {@link InvalidRequest} for more than one. */
export const filterOf = (query: ClientQuery): Pick<ClientQuery, (typeof FILTERS)[number]> => {
  const given = FILTERS.filter((name) => query[name] !== undefined);
  if (given.length > 1) throw oneFilter();
  return Object.fromEntries(given.map((name) => [name, query[name]]));
};
