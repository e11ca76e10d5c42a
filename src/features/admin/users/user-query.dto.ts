import { isWellFormed } from '../../../core/metadata/kinds/text-safety';
import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import type { UserFilter } from '../../../users/user.repository';
import { identifier, PageQuery } from '../paging/page-query.dto';

const MOST_CHARACTERS = 500;

const isSubject = (text: string): boolean =>
  text.length <= MOST_CHARACTERS && isWellFormed(text) && !text.includes('\0');

/** The parameters of the list of users: those that both select. */
export class UserQuery extends PageQuery implements UserFilter {
  @FormParameter('Only users who sign in at this identity provider, by its id.', { rules: [identifier()] })
  readonly upstream?: string;

  @FormParameter('Only the user whom this identity provider knows by this subject; needs upstream.', {
    rules: [rule<string>(`be at most ${MOST_CHARACTERS} characters`, isSubject, { remedy: 'leave it out for all' })],
  })
  readonly upstream_subject?: string;
}

/** The filter of the query. */
export const filterOf = ({ upstream, upstream_subject }: UserQuery): UserFilter => ({
  ...(upstream !== undefined && { upstream }),
  ...(upstream_subject !== undefined && { upstream_subject }),
});
