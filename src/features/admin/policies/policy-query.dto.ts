import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';

const HIGHEST = 999_999_999;

/** Which version of a policy. */
export class VersionQuery {
  @FormParameter('The number of a version; the newest one if it is left out.', {
    transform: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : text),
    rules: [
      rule<unknown>('be a whole number from 1 on', (value) => typeof value === 'number' && value >= 1, {
        remedy: 'leave it out for the newest version',
      }),
    ],
    schema: { type: 'integer', minimum: 1, maximum: HIGHEST },
  })
  readonly version?: number;
}

/** Whether a document is applied although it makes registrations impossible. */
export class ApplyQuery {
  @FormParameter('true applies a document although policies of registrations would contradict each other.', {
    schema: { enum: ['true'] },
  })
  readonly confirm: string = '';
}
