import type { GrantHandler, TokenRequestContext, TokenResponse } from '../../../access-tokens/grants/grant';
import { Grant } from '../../../access-tokens/grants/grant.decorator';
import type { Client } from '../../../clients/client.entity';
import { sha256OfParts } from '../../../core/hash/sha256';
import { shortest } from '../../../core/lifetimes/lifetimes';
import { endOfGrant, type GrantLifetimes, lifetimesWithin } from '../../../user-grants/grant-lifetimes';
import { type FoundToken, RefreshTokensService } from '../../../user-grants/refresh-tokens.service';
import { Taken } from '../../../user-grants/taken';
import { UserGrantOptions } from '../../../user-grants/user-grant-options';
import { RefreshTokenRequest } from '../dto/refresh-token-request.dto';
import { REFRESH_TOKEN } from '../request/refresh-token-member';
import { type GrantedAccess, UserTokensService } from '../user-tokens.service';

/** The client gets a new access token, and usually the next refresh token, of an authorization (RFC 6749 section 6). */
@Grant({
  grant_type: 'refresh_token',
  request: RefreshTokenRequest,
  from: 'RFC 6749 section 6',
  example: {
    summary: 'The next tokens of a public client',
    value: {
      grant_type: 'refresh_token',
      client_id: '0192f3a4-7c10-7bbd-a5c1-3f7f4c2e9a10',
      refresh_token:
        'clt_rt_0192f3a4-7c11-7bbd-a5c1-3f7f4c2e9a11_0_GdkM3JcVq4yUuXg1f0mFzGJvYbq8Yb7Xo2nV0Yk3QmE_1.mFzGJvYbq8Yb7Xo2nV0Yk3QmEGdkM3JcVq4yUuXg1f0',
    },
  },
  response: REFRESH_TOKEN,
  allowsPublicClients: true,
  needsSignIn: true,
})
export class RefreshTokenGrant implements GrantHandler<RefreshTokenRequest> {
  /** Equal requests that arrive while the first of them is committed get its response. */
  private readonly running = new Map<string, Promise<TokenResponse>>();

  constructor(
    private readonly refreshTokens: RefreshTokensService,
    private readonly tokens: UserTokensService,
    private readonly options: UserGrantOptions,
  ) {}

  /**
   * The first use of a token replaces it; its repetitions get the same response for a short time, because responses are lost
   * and programs refresh in parallel. A repetition that asks for something else gets another access token beside the same
   * refresh token. Nothing is used up by a request that is refused. Throws `InvalidGrant`, `InvalidScope`, `InvalidTarget`.
   */
  async issue(context: TokenRequestContext, client: Client, request: RefreshTokenRequest): Promise<TokenResponse> {
    const refresh = await this.read(context, client, request);
    const { use } = refresh.found;
    if (use?.asked === refresh.asked) return use.response;
    try {
      if (use) return await this.issueBeside(refresh, use.response.refresh_token);
      return await (this.rotates(refresh) ? this.rotateOnce(refresh) : this.renew(refresh));
    } catch (error) {
      if (error instanceof Taken) return this.issue(context, client, request);
      throw error;
    }
  }

  /** Finds the token, and decides what it is good for. It changes nothing. */
  private async read(context: TokenRequestContext, client: Client, request: RefreshTokenRequest): Promise<Refresh> {
    const { confirmation: keys, rules } = context;
    const text = request.refresh_token;
    const lifetimes = lifetimesWithin(this.options, rules.refresh_token_lifetime);
    const found = await this.refreshTokens.find<TokenResponse>(context, client, { text, keys, lifetimes });
    const wanted = this.tokens.accessOf(context, client, found.grant, request);
    const access = { ...wanted, lifetime: shortest(wanted.lifetime, secondsLeft(found, lifetimes)) };
    const asked = sha256OfParts([access.resource, access.scope, keys]);
    return { context, client, text, lifetimes, found, access, asked };
  }

  /** RFC 9700 section 2.2.2 wants rotation for clients that do not authenticate, unless a key protects their tokens. */
  private rotates({ client, found }: Refresh): boolean {
    const isUnprotected = client.metadata.token_endpoint_auth_method === 'none' && found.grant.keys === null;
    return this.options.rotatesAll || isUnprotected;
  }

  private rotateOnce(refresh: Refresh): Promise<TokenResponse> {
    const key = `${refresh.text} ${refresh.asked}`;
    const running = this.running.get(key) ?? this.rotate(refresh).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  /** Signs before the commit: if the server dies in between, the presented token is unused. */
  private async rotate({ context, client, found, access, lifetimes, asked }: Refresh): Promise<TokenResponse> {
    const response = await this.tokens.issue(context, client, found.grant, access);
    const respond = (refresh_token: string): TokenResponse => ({ ...response, refresh_token });
    return this.refreshTokens.rotate(context, found, { lifetimes, asked, respond });
  }

  private async renew({ context, client, found, access, lifetimes, text }: Refresh): Promise<TokenResponse> {
    const response = await this.tokens.issue(context, client, found.grant, access);
    await this.refreshTokens.renew(context, found, { lifetimes, expires_in: response.expires_in });
    return { ...response, refresh_token: text };
  }

  private async issueBeside(
    { context, client, found, access }: Refresh,
    refresh_token: string | undefined,
  ): Promise<TokenResponse> {
    const response = await this.tokens.issue(context, client, found.grant, access);
    return { ...response, ...(refresh_token !== undefined && { refresh_token }) };
  }
}

/** A refresh that is permitted. */
interface Refresh {
  readonly context: TokenRequestContext;
  readonly client: Client;
  /** The presented token. */
  readonly text: string;
  readonly lifetimes: GrantLifetimes;
  readonly found: FoundToken<TokenResponse>;
  readonly access: GrantedAccess;
  /** A hash of what is asked for. */
  readonly asked: string;
}

/** How long the grant lives at most. */
const secondsLeft = ({ grant }: FoundToken, lifetimes: GrantLifetimes): number =>
  Math.max(1, Math.floor((endOfGrant(grant.created_at, lifetimes) - Date.now()) / 1000));
