import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import type { Strategy } from 'passport';
import type { Challenges, OAuthError } from '../../core/errors/oauth-error';
import { malformedBearer } from '../../core/errors/refusals';

/** The schemes by which a token is presented. */
export type TokenScheme = 'bearer' | 'dpop';

/** What a guard passes to the strategies for one request, as their options. */
export interface AuthenticationAttempt {
  /** Returns the challenges of a refusal. */
  readonly challenges: () => Challenges;
  /** Verifies the token that a strategy found. Its result is what the guard stores on the request. */
  readonly verify: (token: string, scheme: TokenScheme) => Promise<unknown>;
}

/**
 * Authenticates a request by a token of its `Authorization` header, through passport. A strategy finds the token; the
 * guard that extends this one verifies it. What the guard returns is stored in `property` of the request, if the guard names one.
 */
@Injectable()
export abstract class BearerAuthenticationGuard<Subject> extends AuthGuard() {
  constructor(strategies: readonly Strategy[], property?: 'managed') {
    super(new GuardOptions(strategies, property));
  }

  /** The challenges of a refusal of this request. The scheme that it used comes first. */
  protected abstract challengesOf(context: ExecutionContext): Challenges;

  /** Verifies a token. Throws the refusal, with its challenges. */
  protected abstract verify(context: ExecutionContext, token: string, scheme: TokenScheme): Promise<Subject>;

  /** The refusal of a request without a token. */
  protected abstract tokenRequired(context: ExecutionContext): OAuthError;

  override getAuthenticateOptions(context: ExecutionContext): never {
    return {
      challenges: () => this.challengesOf(context),
      verify: (token, scheme) => this.verify(context, token, scheme),
    } satisfies AuthenticationAttempt as never;
  }

  /** Turns the outcome of passport into our errors. `statuses` has those of the strategies that found no token. */
  override handleRequest<User = Subject>(
    error: unknown,
    subject: User | false | null,
    _info: unknown,
    context: ExecutionContext,
    statuses?: unknown,
  ): User {
    if (error) throw error as Error;
    if (subject) return subject;
    if ([statuses].flat().includes(400)) throw malformedBearer(this.challengesOf(context));
    throw this.tokenRequired(context);
  }
}

/**
 * The options of `AuthGuard`. The strategies are objects, because passport would look up their names in a register of the
 * whole process.
 */
class GuardOptions {
  readonly #strategies: readonly Strategy[];

  constructor(
    strategies: readonly Strategy[],
    readonly property: 'managed' | undefined,
  ) {
    this.#strategies = strategies;
  }

  /**
   * New ones for each request, because passport writes the callbacks of a request on them. `AuthGuard` copies its options
   * for each request; a getter of the class is not copied, so it runs once.
   */
  get defaultStrategy(): never {
    return this.#strategies.map((strategy) => Object.create(strategy) as Strategy) as never;
  }
}

/** The request of an execution context. */
export const requestOf = (context: ExecutionContext): FastifyRequest =>
  context.switchToHttp().getRequest<FastifyRequest>();
