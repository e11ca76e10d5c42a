import { TokenRequest } from '../../../access-tokens/grants/token-request.dto';
import { InvalidAuthorizationDetails } from '../../../core/errors/errors';
import { rule } from '../../../core/validation/rule.decorator';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import {
  type AuthorizationDetails,
  isAuthorizationDetails,
  isShortEnough,
  MAX_DETAILS_LENGTH,
  parseDetails,
} from '../request/authorization-details';
import { ResourceParameter } from './resource-parameter';
import { ScopeParameter } from './scope-parameter';

/** The parameters of the client credentials grant (RFC 6749 section 4.4.2). */
export class ClientCredentialsRequest extends TokenRequest {
  @ScopeParameter('The scopes that are asked for, separated by spaces; all of the client when left out.')
  readonly scope?: string;

  @ResourceParameter()
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
