import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../../access-tokens/access-tokens';
import type { Client } from '../../clients/client.entity';
import { scopeTokens } from '../../clients/metadata/scope';
import { InvalidScope } from '../../oauth/errors';
import type { Grant, TokenResponse } from './grant';

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** The client acts for itself (RFC 6749 section 4.4): no refresh token, all of its scopes if it names none. */
@Injectable()
export class ClientCredentialsGrant implements Grant {
  readonly grant_type = 'client_credentials';

  constructor(private readonly accessTokens: AccessTokens) {}

  async grant(client: Client, form: URLSearchParams): Promise<TokenResponse> {
    const scope = grantedScope(form.get('scope') ?? undefined, client);
    return {
      access_token: await this.accessTokens.issue(client, scope),
      token_type: 'Bearer',
      expires_in: this.accessTokens.lifetime,
      ...(scope.length > 0 && { scope: scope.join(' ') }),
    };
  }
}

const grantedScope = (asked: string | undefined, { metadata }: Client): string[] => {
  const registered = scopeTokens(metadata.scope);
  if (asked === undefined) return registered;
  if (!SCOPE.test(asked)) throw new InvalidScope('scope must be scope tokens with single spaces between them');
  const excess = scopeTokens(asked).filter((token) => !registered.includes(token));
  if (excess.length > 0)
    throw new InvalidScope(`scope must be within what the client registered; leave out ${excess.join(' ')}`);
  return scopeTokens(asked);
};
