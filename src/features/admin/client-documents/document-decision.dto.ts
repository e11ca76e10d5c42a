import { rule } from '../../../core/validation/rule.decorator';
import { JsonMember } from '../../../platform/http/json-member.decorator';

/** What an administrator decides about a document. */
export class DocumentDecision {
  @JsonMember('Whether users are not asked for consent.', {
    rules: [rule<unknown>('be true or false', (value) => typeof value === 'boolean', { remedy: 'use true' })],
    required: 'use true or false',
    schema: { type: 'boolean' },
  })
  readonly is_consent_disabled!: boolean;
}
