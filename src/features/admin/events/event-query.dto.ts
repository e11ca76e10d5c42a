import { rule } from '../../../core/validation/rule.decorator';
import { EVENT_TYPES } from '../../../event-log/event-docs';
import { isKnownPattern } from '../../../event-log/type-pattern';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { MomentsQuery } from '../paging/moments-query.dto';
import { identifier } from '../paging/page-query.dto';

/** The parameters of pages of events, and of their stream. */
export class EventQuery extends MomentsQuery {
  @FormParameter('Only events of this type, or of a subject as in client.*.', {
    rules: [
      rule<string>('be a type of events, or a subject with .*', (type) => isKnownPattern(type), {
        remedy: `use one of ${EVENT_TYPES.slice(0, 2).join(', ')}, client.*, or another one of docs/EVENTS.md`,
      }),
    ],
  })
  readonly type?: string;

  @FormParameter('Only events about this client.', { rules: [identifier()] })
  readonly client_id?: string;

  @FormParameter('Only events on behalf of this actor: a client_id, the id of a token, an account, a task or a sub.', {
    rules: [
      rule<string>('be at most 255 characters', (actor) => actor.length <= 255, {
        remedy: 'use an identifier of an actor of an event',
      }),
    ],
  })
  readonly actor?: string;
}
