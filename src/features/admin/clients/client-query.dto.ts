import type { ClientFilter } from '../../../client-search/client-filter';
import { CLIENT_STATUSES, type ClientStatus } from '../../../clients/client.entity';
import { isWellFormed } from '../../../core/metadata/kinds/text-safety';
import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter, type FormParameterOptions } from '../../../platform/http/form-parameter.decorator';
import { momentParameter } from '../paging/moment-parameter';
import { identifier, PageQuery } from '../paging/page-query.dto';

const MOST_CHARACTERS = 500;

const isText = (text: string): boolean =>
  text !== '' && text.length <= MOST_CHARACTERS && isWellFormed(text) && !text.includes('\0');

const text: FormParameterOptions = {
  rules: [rule<string>(`be 1 to ${MOST_CHARACTERS} characters`, isText, { remedy: 'leave it out for all of them' })],
};
const id: FormParameterOptions = { rules: [identifier()] };

/** The parameters of the list of clients: those that every parameter selects. */
export class ClientQuery extends PageQuery implements ClientFilter {
  @FormParameter('Only clients whose identifiers begin with this.', id)
  readonly client_id?: string;

  @FormParameter('Only clients with a name, in any language, that begins with this, without regard to case.', text)
  readonly name?: string;

  @FormParameter('Only clients with this status.', {
    rules: [
      rule<string>(
        `be one of ${CLIENT_STATUSES.join(', ')}`,
        (status) => CLIENT_STATUSES.some((one) => one === status),
        { remedy: 'leave it out for all of them' },
      ),
    ],
    schema: { enum: [...CLIENT_STATUSES] },
  })
  readonly status?: ClientStatus;

  @FormParameter('Only clients with this software_id.', text)
  readonly software_id?: string;

  @FormParameter('Only clients that this registrar registered, by its client_id.', id)
  readonly registrar?: string;

  @FormParameter('Only clients of this initial access token, by its id.', id)
  readonly initial_access_token?: string;

  @FormParameter('Only clients that this policy admitted, by its name.', text)
  readonly policy?: string;

  @FormParameter('Only clients with a redirect URI of this host.', text)
  readonly redirect_host?: string;

  @FormParameter('Only clients that registered this grant type.', text)
  readonly grant_type?: string;

  @FormParameter('Only clients that were registered at this moment or later.', momentParameter)
  readonly registered_after?: Date;

  @FormParameter('Only clients that were registered before this moment.', momentParameter)
  readonly registered_before?: Date;

  @FormParameter('Only clients that were used at this moment or later.', momentParameter)
  readonly used_after?: Date;

  @FormParameter(
    'Only clients that were last used before this moment. One that was never used counts by its registration.',
    momentParameter,
  )
  readonly used_before?: Date;
}
