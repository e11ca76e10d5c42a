import { isObject } from '../../../core/json/json';
import { rule } from '../../../core/validation/rule.decorator';
import { JsonMember } from '../../../platform/http/json-member.decorator';
import { isIdentifier } from '../paging/page-query.dto';
import { JOB_ACTIONS, type JobAction, type JobFilter } from './job.entity';

const MOST_CLIENTS = 1000;

const isFilter = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((one) => typeof one === 'string' && one !== '');

const areIdentifiers = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length >= 1 &&
  value.length <= MOST_CLIENTS &&
  value.every((one) => typeof one === 'string' && isIdentifier(one));

/** What an administrator asks for: one action for many clients, by their identifiers or by a filter. */
export class NewJob {
  @JsonMember('What to do to each client.', {
    rules: [
      rule<unknown>(`be one of ${JOB_ACTIONS.join(', ')}`, (value) => JOB_ACTIONS.some((one) => one === value), {
        remedy: 'use disable',
      }),
    ],
    required: 'use disable',
    schema: { type: 'string', enum: [...JOB_ACTIONS] },
  })
  readonly action!: JobAction;

  @JsonMember('The identifiers of the clients.', {
    rules: [
      rule<unknown>(`be a list of 1 to ${MOST_CLIENTS} identifiers`, areIdentifiers, { remedy: 'use filter for more' }),
    ],
    schema: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: MOST_CLIENTS },
  })
  readonly client_ids?: readonly string[];

  @JsonMember('The filters of GET /admin/clients, as texts. Clients that are registered later are not changed.', {
    rules: [rule<unknown>('be an object of texts', isFilter, { remedy: 'name the filters of GET /admin/clients' })],
    schema: { type: 'object', additionalProperties: { type: 'string' } },
  })
  readonly filter?: JobFilter;

  @JsonMember('Why, in the words that the clients read. A rejection needs it.', {
    rules: [rule<unknown>('be a text', (value) => typeof value === 'string', { remedy: 'write a sentence' })],
    schema: { type: 'string' },
  })
  readonly reason?: string;

  @JsonMember('Only counts the clients that would be changed, and those for which the action would be refused.', {
    rules: [rule<unknown>('be true or false', (value) => typeof value === 'boolean', { remedy: 'use true' })],
    schema: { type: 'boolean', default: false },
  })
  readonly dry_run: boolean = false;
}
