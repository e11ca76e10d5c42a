import { TOKEN_REMEDY } from '../../core/errors/refusals';
import { FormParameter } from '../../platform/http/form-parameter.decorator';

/** The parameters of a request about one token: introspection (RFC 7662 section 2.1), revocation (RFC 7009 section 2.1). */
export class PresentedTokenRequest {
  @FormParameter('The token.', { required: TOKEN_REMEDY })
  readonly token!: string;

  /** The server does not need the hint: tokens of each type have their own form. */
  @FormParameter('What kind of token it is; a wrong hint does no harm.')
  readonly token_type_hint?: string;
}
