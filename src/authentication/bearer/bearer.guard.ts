import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accessTokenRequired, malformedBearer } from '../../core/errors/refusals';
import { type AccessToken, TokenRefused } from '../../access-tokens/access-token';
import {
  InsufficientScope,
  InvalidDpopProof,
  InvalidRequest,
  InvalidToken,
  MalformedBearer,
  UseDpopNonce,
} from '../../core/errors/errors';
import type { Challenges } from '../../core/errors/oauth-error';
import type { Issuer } from '../../core/issuer';
import { Environment } from '../../platform/config/environment';
import { SIGNING_ALGS } from '../../core/jose/algorithms';
import { actAs } from '../../platform/http/request-context';
import { DpopNoncesService } from '../dpop/dpop-nonces.service';
import { BearerStrategy } from './bearer.strategy';
import { DpopStrategy, isDpop } from './dpop.strategy';
import { RequiredScope } from './required-scope.decorator';

/**
 * Lets a request pass whose access token is valid and carries the scope that `@REQUIRED_SCOPE` names (RFC 6750). A
 * bound token must come with a proof of its key (RFC 8705 section 3, RFC 9449 section 7).
 */
@Injectable()
export class BearerGuard extends AuthGuard() {
  /**
   * The strategies are handed over as objects: by name, passport would look them up in a register of the whole process.
   * As new objects each time: passport writes on them what to do with the outcome of this one request.
   */
  constructor(
    bearer: BearerStrategy,
    dpop: DpopStrategy,
    private readonly nonces: DpopNoncesService,
    private readonly reflector: Reflector,
    protected readonly environment: Environment,
  ) {
    super({
      get defaultStrategy() {
        return [Object.create(dpop), Object.create(bearer)] as never;
      },
      property: 'accessToken',
    });
  }

  /** Passport's outcome as our errors, then the scope. Of each strategy that did not apply it tells a status, if any. */
  override handleRequest<User = AccessToken>(
    error: unknown,
    accessToken: AccessToken | false | null,
    _info: unknown,
    context: ExecutionContext,
    statuses?: unknown,
  ): User {
    const http = context.switchToHttp();
    const scope = this.scopeOf(context);
    const request = http.getRequest<FastifyRequest>();
    const isProven = isDpop(request.headers);
    const ways = (): Challenges => waysFor(request.context.issuer, scope, isProven);
    if (error) throw asRefusal(error, ways());
    if ([statuses].flat().includes(400)) throw malformedBearer(ways());
    if (!accessToken) throw accessTokenRequired(scope, ways());
    const nonce = this.nonces.fresh();
    if (isProven && nonce !== undefined) void http.getResponse<FastifyReply>().header('DPoP-Nonce', nonce);
    if (!accessToken.scope.includes(scope)) throw new InsufficientScope(ways());
    actAs(request, { type: 'access_token', client_id: accessToken.client.client_id, jti: accessToken.jti });
    return accessToken as User;
  }

  /** The scope that a token must have here. */
  protected scopeOf(context: ExecutionContext): string {
    return this.reflector.get(RequiredScope, context.getHandler());
  }
}

/** Both schemes. The one that the request used comes first: only that one contains the error. */
const waysFor = ({ identifier, resourceMetadata }: Issuer, scope: string, isProven: boolean): Challenges => {
  const parameters = { realm: identifier, scope, resource_metadata: resourceMetadata };
  const bearer = { scheme: 'Bearer', parameters } as const;
  const dpop = { scheme: 'DPoP', parameters: { ...parameters, algs: SIGNING_ALGS.join(' ') } } as const;
  return isProven ? [dpop, bearer] : [bearer, dpop];
};

const asRefusal = (error: unknown, ways: Challenges): unknown => {
  if (error instanceof TokenRefused) return new InvalidToken(ways, error);
  if (error instanceof InvalidRequest) return new MalformedBearer(error.message, ways);
  if (error instanceof InvalidDpopProof) return new InvalidDpopProof(error.message, ways, error);
  if (error instanceof UseDpopNonce) return new UseDpopNonce(error.nonce, ways);
  return error;
};
