import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccessToken } from '../../access-tokens/access-token';
import { BearerGuard } from '../../authentication/bearer/bearer.guard';
import { requestOf, type TokenScheme } from '../../authentication/bearer/bearer-authentication.guard';
import { InvalidToken } from '../../core/errors/errors';
import { type InitialAccessToken } from '../../governance/initial-access-tokens/initial-access-token.entity';
import {
  actorOf,
  InitialAccessTokenRefused,
  InitialAccessTokensService,
} from '../../governance/initial-access-tokens/initial-access-tokens.service';
import { hasTokenPrefix } from '../../governance/initial-access-tokens/token-text';
import { RegistrarRefused, RegistrarsService } from '../../governance/registrars/registrars.service';
import { actAs } from '../../platform/http/request-context';
import { IdempotencyService } from '../../idempotency/idempotency.service';
import { repeatableOf } from '../../idempotency/repeatable-request';

/**
 * Decides who may register (RFC 7591 section 3): a caller with an initial access token, or with an access token that
 * {@link BearerGuard} accepts, of a registrar that has not expired; in open mode also one that sends none. A token that is
 * sent must be valid in either mode.
 */
@Injectable()
export class RegistrationGuard extends BearerGuard<InitialAccessToken> {
  @Inject()
  private readonly tokens!: InitialAccessTokensService;

  @Inject()
  private readonly registrars!: RegistrarsService;

  @Inject()
  private readonly idempotency!: IdempotencyService;

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const isAnonymous = requestOf(context).headers.authorization === undefined;
    return (isAnonymous && this.environment.REGISTRATION_MODE === 'open') || super.canActivate(context);
  }

  /** Throws what {@link BearerGuard} throws, and {@link InvalidToken} alike for every initial access token that is not valid. */
  protected override async verify(
    context: ExecutionContext,
    token: string,
    scheme: TokenScheme,
  ): Promise<AccessToken | InitialAccessToken> {
    try {
      // An initial access token is bound to no key: with the scheme DPoP it is no valid access token.
      return scheme === 'bearer' && hasTokenPrefix(token)
        ? await this.initialAccessToken(requestOf(context), token)
        : await this.ofRegistrar(requestOf(context), await super.verify(context, token, scheme));
    } catch (cause) {
      if (cause instanceof InitialAccessTokenRefused || cause instanceof RegistrarRefused)
        throw new InvalidToken(this.challengesOf(context), cause);
      throw cause;
    }
  }

  /** Adds what the operator decided about a registrar to the caller; there is nothing about that of the environment. */
  private async ofRegistrar<Token extends AccessToken | InitialAccessToken>(
    request: FastifyRequest,
    token: Token,
  ): Promise<Token> {
    if (!('client' in token) || token.client.origin !== 'registrar') return token;
    const { client_id } = token.client;
    const terms = await this.registrars.termsOf(request.context, client_id);
    actAs(request, { ...terms, type: 'access_token', client_id, jti: token.jti });
    return token;
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
