import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccessToken } from '../access-tokens/access-token';
import { BearerGuard } from '../authentication/bearer/bearer.guard';
import { requestOf, type TokenScheme } from '../authentication/bearer/bearer-authentication.guard';
import { InvalidToken } from '../core/errors/errors';
import { type InitialAccessToken } from '../governance/initial-access-tokens/initial-access-token.entity';
import {
  actorOf,
  InitialAccessTokenRefused,
  InitialAccessTokensService,
} from '../governance/initial-access-tokens/initial-access-tokens.service';
import { hasTokenPrefix } from '../governance/initial-access-tokens/token-text';
import { actAs } from '../platform/http/request-context';
import { IdempotencyService } from './idempotency/idempotency.service';
import { repeatableOf } from './idempotency/repeatable-request';

/**
 * Decides who may register (RFC 7591 section 3): a caller with an initial access token, or with an access token that
 * {@link BearerGuard} accepts; in open mode also one that sends none. A token that is sent must be valid in either mode.
 */
@Injectable()
export class RegistrationGuard extends BearerGuard<InitialAccessToken> {
  @Inject()
  private readonly tokens!: InitialAccessTokensService;

  @Inject()
  private readonly idempotency!: IdempotencyService;

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const isAnonymous = requestOf(context).headers.authorization === undefined;
    if (isAnonymous && this.environment.REGISTRATION_MODE === 'open') return true;
    return (await super.canActivate(context)) === true;
  }

  /** Throws what {@link BearerGuard} throws, and {@link InvalidToken} alike for every initial access token that is not valid. */
  protected override async verify(
    context: ExecutionContext,
    token: string,
    scheme: TokenScheme,
  ): Promise<AccessToken | InitialAccessToken> {
    // An initial access token is bound to no key: with the scheme DPoP it is no valid access token.
    if (scheme !== 'bearer' || !hasTokenPrefix(token)) return super.verify(context, token, scheme);
    try {
      return await this.initialAccessToken(requestOf(context), token);
    } catch (cause) {
      if (cause instanceof InitialAccessTokenRefused) throw new InvalidToken(this.challengesOf(context), cause);
      throw cause;
    }
  }

  private async initialAccessToken(request: FastifyRequest, token: string): Promise<InitialAccessToken> {
    const stored = await this.tokens.verify(request.context, token);
    actAs(request, actorOf(stored));
    if (stored.uses_left === 0 && !(await this.isRepetition(request)))
      throw new InitialAccessTokenRefused(`the initial access token ${stored.id} is used up`);
    return stored;
  }

  /** Whether a request asks again for the answer that it did not receive: that needs no further use of its token. */
  private async isRepetition(request: FastifyRequest): Promise<boolean> {
    const repeatable = repeatableOf(request);
    return repeatable !== undefined && (await this.idempotency.has(repeatable));
  }
}
