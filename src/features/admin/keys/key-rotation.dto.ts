import { InvalidRequest } from '../../../core/errors/errors';
import { rule } from '../../../core/validation/rule.decorator';
import { JsonMember, type JsonMemberOptions } from '../../../platform/http/json-member.decorator';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';

const FLAG: JsonMemberOptions = {
  rules: [
    rule<unknown>('be true or false', (value) => typeof value === 'boolean', { remedy: 'leave it out for false' }),
  ],
  schema: { type: 'boolean', default: false },
};

/** How an administrator rotates the signing keys. */
export class KeyRotation {
  @JsonMember('Whether the new keys sign at once and all others are deleted, with every token: after a theft.', FLAG)
  readonly drop_old: boolean = false;

  @JsonMember('Must be true with drop_old.', FLAG)
  readonly confirm: boolean = false;
}

/** The confirmation of a withdrawal. */
export class WithdrawalQuery {
  @FormParameter('Must be true, because tokens become invalid.', { schema: { enum: ['true'] } })
  readonly confirm: string = '';
}

/** The refusal of what makes tokens invalid without a confirmation. */
export const confirmationRequired = (): InvalidRequest =>
  new InvalidRequest('confirm must be true, because tokens become invalid; send it if that is meant');
