import type { ClientDocument } from '../../../client-documents/client-document.entity';
import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { identifier, PageQuery } from '../paging/page-query.dto';

const STATUSES = ['active', 'pending', 'disabled'] as const satisfies readonly ClientDocument['status'][];

/** The parameters of the list of documents. */
export class DocumentQuery extends PageQuery {
  @FormParameter('Only documents of this host, with its port if that is not 443.', { rules: [identifier()] })
  readonly host?: string;

  @FormParameter('Only documents with this status.', {
    rules: [
      rule<string>(`be one of ${STATUSES.join(', ')}`, (status) => STATUSES.some((one) => one === status), {
        remedy: 'leave it out for all of them',
      }),
    ],
    schema: { enum: [...STATUSES] },
  })
  readonly status?: ClientDocument['status'];
}
