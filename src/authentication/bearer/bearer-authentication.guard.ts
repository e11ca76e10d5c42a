import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Strategy } from 'passport';
import type { Challenges, OAuthError } from '../../core/errors/oauth-error';
import { malformedBearer } from '../../core/errors/refusals';
import { runStrategy } from './run-strategy';

/** The schemes by which a token is presented. */
export type TokenScheme = 'bearer' | 'dpop';

/** What a guard passes to the strategies for one request, as their options. */
export interface AuthenticationAttempt {
  /** Returns the challenges of a refusal. */
  readonly challenges: () => Challenges;
  /** Verifies the token that a strategy found. */
  readonly verify: (token: string, scheme: TokenScheme) => Promise<unknown>;
}

/**
 * Authenticates a request by a token of its `Authorization` header. A strategy of passport finds the token; the guard that
 * extends this one verifies it, and stores on the request what the handler needs.
 */
@Injectable()
export abstract class BearerAuthenticationGuard<Subject> implements CanActivate {
  /** The first strategy that finds a token decides. */
  constructor(private readonly strategies: readonly Strategy[]) {}

  /** The challenges of a refusal of this request. The scheme that it used comes first. */
  protected abstract challengesOf(context: ExecutionContext): Challenges;

  /** Verifies a token. Throws the refusal, with its challenges. */
  protected abstract verify(context: ExecutionContext, token: string, scheme: TokenScheme): Promise<Subject>;

  /** The refusal of a request without a token. */
  protected abstract tokenRequired(context: ExecutionContext): OAuthError;

  /** Not `async`, so that a guard that extends this one may answer without a promise. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    return this.authenticate(context);
  }

  private async authenticate(context: ExecutionContext): Promise<true> {
    const request = requestOf(context);
    const attempt: AuthenticationAttempt = {
      challenges: () => this.challengesOf(context),
      verify: (token, scheme) => this.verify(context, token, scheme),
    };
    let isMalformed = false;
    for (const strategy of this.strategies) {
      const { subject, status } = await runStrategy<Subject>(strategy, request, attempt);
      if (subject !== undefined) return true;
      isMalformed ||= status === 400;
    }
    throw isMalformed ? malformedBearer(attempt.challenges()) : this.tokenRequired(context);
  }
}

/** The request of an execution context. */
export const requestOf = (context: ExecutionContext): FastifyRequest =>
  context.switchToHttp().getRequest<FastifyRequest>();
