import { TokenRequest } from '../../../access-tokens/grants/token-request.dto';
import { FormParameter } from '../../../platform/http/form-parameter.decorator';
import { ResourceParameter } from './resource-parameter';

/** The parameters of the authorization code grant (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export class AuthorizationCodeRequest extends TokenRequest {
  @FormParameter('The authorization code.', { required: 'put the code of the redirect into the form' })
  readonly code!: string;

  @FormParameter('The redirect URI of the authorization request, if it is sent.')
  readonly redirect_uri?: string;

  @FormParameter('The secret whose hash was the code_challenge (RFC 7636).')
  readonly code_verifier?: string;

  @ResourceParameter()
  readonly resource!: readonly string[];
}
