import { TokenRequest } from '../../../access-tokens/grants/token-request.dto';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { ResourceParameter } from './resource-parameter';
import { ScopeParameter } from './scope-parameter';

/** The parameters of the refresh token grant (RFC 6749 section 6). */
export class RefreshTokenRequest extends TokenRequest {
  @FormParameter('The refresh token.', { required: 'send the newest refresh token' })
  readonly refresh_token!: string;

  @ScopeParameter('The scopes of the new access token; all that were granted when left out.')
  readonly scope?: string;

  @ResourceParameter()
  readonly resource!: readonly string[];
}
