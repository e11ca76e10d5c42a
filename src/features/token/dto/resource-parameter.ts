import { InvalidTarget } from '../../../core/errors/errors';
import { items, rule } from '../../../core/validation/rule.decorator';
import { isResourceIdentifier } from '../../../platform/config/resources';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';

/** The parameter `resource` of a token request, which may be repeated (RFC 8707 section 2.2). */
export const ResourceParameter = (): PropertyDecorator =>
  FormParameter('Where it is used (RFC 8707).', {
    isRepeatable: true,
    rejectedWith: InvalidTarget,
    rules: [
      rule('be an absolute URI without a fragment', isResourceIdentifier, {
        of: items,
        remedy: 'see RFC 8707 section 2',
      }),
    ],
    schema: { format: 'uri' },
  }) as PropertyDecorator;
