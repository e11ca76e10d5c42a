import { InvalidScope } from '../../../core/errors/errors';
import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { isScope, MAX_SCOPE_LENGTH } from '../request/granted-scope';

/** The parameter `scope` of a token request (RFC 6749 section 3.3). Takes its meaning. */
export const ScopeParameter = (about: string): PropertyDecorator =>
  FormParameter(about, {
    rejectedWith: InvalidScope,
    rules: [
      rule<string>(`be ${MAX_SCOPE_LENGTH} characters at most`, ({ length }) => length <= MAX_SCOPE_LENGTH, {
        remedy: 'ask for less',
      }),
      rule('be scope tokens of printable ASCII', isScope, { remedy: 'separate them by one space' }),
    ],
  }) as PropertyDecorator;
