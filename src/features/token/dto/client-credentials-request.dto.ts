import { TokenRequest } from '../../../access-tokens/grants/token-request.dto';
import { InvalidAuthorizationDetails, InvalidScope, InvalidTarget } from '../../../core/errors/errors';
import { items, rule } from '../../../core/validation/rule.decorator';
import { isResourceIdentifier } from '../../../platform/config/resources';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import {
  type AuthorizationDetails,
  isAuthorizationDetails,
  isShortEnough,
  MAX_DETAILS_LENGTH,
  parseDetails,
} from '../request/authorization-details';
import { isScope, MAX_SCOPE_LENGTH } from '../request/granted-scope';

/** The parameters of the client credentials grant (RFC 6749 section 4.4.2). */
export class ClientCredentialsRequest extends TokenRequest {
  @FormParameter('The scopes that are asked for, separated by spaces; all of the client when left out.', {
    rejectedWith: InvalidScope,
    rules: [
      rule<string>(`be ${MAX_SCOPE_LENGTH} characters at most`, ({ length }) => length <= MAX_SCOPE_LENGTH, {
        remedy: 'ask for less',
      }),
      rule('be scope tokens of printable ASCII', isScope, { remedy: 'separate them by one space' }),
    ],
  })
  readonly scope?: string;

  @FormParameter('Where it is used (RFC 8707).', {
    isRepeatable: true,
    rejectedWith: InvalidTarget,
    rules: [
      rule('be an absolute URI without a fragment', isResourceIdentifier, {
        of: items,
        remedy: 'see RFC 8707 section 2',
      }),
    ],
    schema: { format: 'uri' },
  })
  readonly resource!: readonly string[];

  @FormParameter('A JSON array that describes the requested authorization in detail (RFC 9396).', {
    rejectedWith: InvalidAuthorizationDetails,
    transform: parseDetails,
    rules: [
      rule(`have at most ${MAX_DETAILS_LENGTH} characters`, isShortEnough, { remedy: 'ask for less' }),
      rule('be a JSON array of objects with a type', isAuthorizationDetails, { remedy: 'send [{"type": "..."}]' }),
    ],
  })
  readonly authorization_details?: AuthorizationDetails;
}
