import { Injectable } from '@nestjs/common';
import { Conflict } from '../core/errors/management-errors';
import { InvalidRegistration } from '../core/errors/registration-errors';
import type { RequestContext } from '../core/request-context';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { AlreadyAnswered, IdempotentAnswerRepository, type RepeatableAnswer } from './idempotent-answer.repository';
import type { RepeatableRequest } from './repeatable-request';

/** Decides whether a request that creates something is a repetition, which gets the stored response of the first. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly answers: IdempotentAnswerRepository,
  ) {}

  /** Whether a request was answered before. Throws `IdempotencyKeyReused` if another request has the key. */
  async has(request: RepeatableRequest): Promise<boolean> {
    return (await this.answers.find(request)) !== undefined;
  }

  /**
   * Returns the stored response to a request. If there is none, runs `create`, whose changes belong to the unit of
   * its context, and stores the response with them. If two equal requests arrive at once, one creates something and
   * both get its response. Throws `IdempotencyKeyReused` if another request has the key, and the errors of `create`.
   */
  async answer<Answer extends RepeatableAnswer>(
    context: RequestContext,
    request: RepeatableRequest | undefined,
    create: (context: RequestContext) => Promise<Answer>,
  ): Promise<Answer> {
    if (!request) return create(context);
    const stored = await this.answers.find<Answer>(request);
    if (stored) return stored;
    try {
      return await this.units.run(context, async (unit, contextOfUnit) => {
        const answer = await create(contextOfUnit);
        this.answers.add(unit, request, answer);
        return answer;
      });
    } catch (error) {
      return this.answerOfOther<Answer>(request, error);
    }
  }

  /**
   * For a request that failed with `error`: returns the response to a concurrent equal request, which took the key, or
   * used up the software statement, first. Throws the error if there is no such response.
   */
  private async answerOfOther<Answer extends RepeatableAnswer>(
    request: RepeatableRequest,
    error: unknown,
  ): Promise<Answer> {
    const hasLost = error instanceof AlreadyAnswered || error instanceof InvalidRegistration;
    const stored = hasLost ? await this.answers.find<Answer>(request) : undefined;
    if (!stored) throw error instanceof AlreadyAnswered ? new Conflict() : error;
    return stored;
  }
}
