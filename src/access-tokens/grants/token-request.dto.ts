import { FormParameter } from '../../platform/http/form-parameter.decorator';

/** The parameter of every token request (RFC 6749 section 4). The DTO of each grant extends this class. */
export class TokenRequest {
  @FormParameter('How the token is asked for.', { required: 'name the grant' })
  readonly grant_type!: string;
}
