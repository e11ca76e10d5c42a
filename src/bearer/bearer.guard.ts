import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { type AccessToken, TokenRefused } from '../access-tokens/access-token';
import { Environment } from '../config/environment';
import {
  AuthenticationRequired,
  InsufficientScope,
  InvalidRequest,
  InvalidToken,
  MalformedBearer,
} from '../oauth/errors';
import { BearerStrategy } from './bearer.strategy';
import { resourceMetadataAddress } from './protected-resource';
import { REQUIRED_SCOPE } from './require-scope';

/** Lets the bearer of a valid access token pass that carries the scope named by `@RequireScope` (RFC 6750). */
@Injectable()
export class BearerGuard extends AuthGuard() {
  /**
   * The strategy is handed over as an object: by name, passport would look it up in a register of the whole process.
   * As a new object each time: passport writes on it what to do with the outcome of this one request.
   */
  constructor(
    strategy: BearerStrategy,
    private readonly reflector: Reflector,
    private readonly environment: Environment,
  ) {
    super({
      get defaultStrategy() {
        return Object.create(strategy) as never;
      },
      property: 'accessToken',
    });
  }

  /** Passport's outcome as our errors, then the scope. */
  override handleRequest<User = AccessToken>(
    error: unknown,
    accessToken: AccessToken | false | null,
    _info: unknown,
    context: ExecutionContext,
    status?: number,
  ): User {
    const scope = this.reflector.get(REQUIRED_SCOPE, context.getHandler());
    const { ISSUER } = this.environment;
    const challenge = { realm: ISSUER, scope, resource_metadata: resourceMetadataAddress(ISSUER) };
    if (error instanceof TokenRefused) throw new InvalidToken(challenge, error);
    if (error instanceof InvalidRequest) throw new MalformedBearer(error.message, challenge);
    if (error) throw error as Error;
    if (status === 400)
      throw new MalformedBearer('the Authorization header must be one word Bearer, one space and the token', challenge);
    if (!accessToken)
      throw new AuthenticationRequired(`send Authorization: Bearer with a token of scope ${scope}`, challenge);
    if (!accessToken.scope.includes(scope)) throw new InsufficientScope(challenge);
    return accessToken as User;
  }
}
