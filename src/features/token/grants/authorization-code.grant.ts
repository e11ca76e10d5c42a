import type { GrantHandler, TokenRequestContext, TokenResponse } from '../../../access-tokens/grants/grant';
import { Grant } from '../../../access-tokens/grants/grant.decorator';
import type { Client } from '../../../clients/client.entity';
import { AuthorizationCodesService } from '../../../user-grants/authorization-codes.service';
import { lifetimesWithin } from '../../../user-grants/grant-lifetimes';
import { Taken } from '../../../user-grants/taken';
import { UserGrantOptions } from '../../../user-grants/user-grant-options';
import { AuthorizationCodeRequest } from '../dto/authorization-code-request.dto';
import { REFRESH_TOKEN } from '../request/refresh-token-member';
import { UserTokensService } from '../user-tokens.service';

/** The client acts for a person, who authorized that at the authorization endpoint (RFC 6749 section 4.1). */
@Grant({
  grant_type: 'authorization_code',
  request: AuthorizationCodeRequest,
  from: 'RFC 6749 section 4.1.3',
  example: {
    summary: 'The first tokens of a public client',
    value: {
      grant_type: 'authorization_code',
      client_id: '0192f3a4-7c10-7bbd-a5c1-3f7f4c2e9a10',
      code: 'clt_code_0192f3a4-7c11-7bbd-a5c1-3f7f4c2e9a11_GdkM3JcVq4yUuXg1f0mFzGJvYbq8Yb7Xo2nV0Yk3QmE',
      redirect_uri: 'http://127.0.0.1:49152/callback',
      code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    },
  },
  response: REFRESH_TOKEN,
  allowsPublicClients: true,
  needsSignIn: true,
})
export class AuthorizationCodeGrant implements GrantHandler<AuthorizationCodeRequest> {
  constructor(
    private readonly codes: AuthorizationCodesService,
    private readonly tokens: UserTokensService,
    private readonly options: UserGrantOptions,
  ) {}

  /**
   * The access token is signed before the commit that uses the code up, so that a code is never used without a response. If
   * another request redeems the code meanwhile, it was used twice. Throws `InvalidGrant`, `InvalidTarget`.
   */
  async issue(context: TokenRequestContext, client: Client, request: AuthorizationCodeRequest): Promise<TokenResponse> {
    const { confirmation: keys, rules } = context;
    const grant = await this.codes.find(context, client, { ...request, keys });
    const access = this.tokens.accessOf(context, client, grant, { resource: request.resource });
    const response = await this.tokens.issue(context, client, grant, access);
    const mayRefresh = grant.may_refresh && client.metadata.grant_types.includes('refresh_token');
    const lifetimes = mayRefresh ? lifetimesWithin(this.options, rules.refresh_token_lifetime) : undefined;
    try {
      const { expires_in } = response;
      const refresh_token = await this.codes.redeem(context, client, grant, { keys, expires_in, lifetimes });
      return { ...response, ...(refresh_token !== undefined && { refresh_token }) };
    } catch (error) {
      if (error instanceof Taken) return this.issue(context, client, request);
      throw error;
    }
  }
}
