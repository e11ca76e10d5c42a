import { Injectable } from '@nestjs/common';
import type { ClientInformation } from '../../core/metadata/client-metadata';
import { Conflict } from '../../core/errors/management-errors';
import { InvalidRegistration } from '../../core/errors/registration-errors';
import type { RequestContext } from '../../core/request-context';
import { UnitsOfWork } from '../../platform/database/units-of-work.service';
import { AlreadyAnswered, IdempotentAnswerRepository } from './idempotent-answer.repository';
import type { RepeatableRequest } from './repeatable-request';

/** Decides whether a registration is a repetition, which gets the answer of the first. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly answers: IdempotentAnswerRepository,
  ) {}

  /**
   * Gives the stored answer to a request. If there is none, runs `register`, whose changes belong to the unit of its
   * context, and stores its answer with them. Of two equal requests at once one registers, and the other gets its
   * answer. Throws `IdempotencyKeyReused` if another request has the key, and what `register` throws.
   */
  async answer(
    context: RequestContext,
    request: RepeatableRequest | undefined,
    register: (context: RequestContext) => Promise<ClientInformation>,
  ): Promise<ClientInformation> {
    if (!request) return register(context);
    const stored = await this.answers.find(request);
    if (stored) return stored;
    try {
      return await this.units.run(context, async (unit, contextOfUnit) => {
        const answer = await register(contextOfUnit);
        this.answers.add(unit, request, answer);
        return answer;
      });
    } catch (error) {
      return this.answerOfOther(request, error);
    }
  }

  /**
   * The answer to an equal request that was faster than one that failed with `error`: it has the key, or has used up
   * the software statement of both. Throws the error if there is none.
   */
  private async answerOfOther(request: RepeatableRequest, error: unknown): Promise<ClientInformation> {
    const hasLost = error instanceof AlreadyAnswered || error instanceof InvalidRegistration;
    const stored = hasLost ? await this.answers.find(request) : undefined;
    if (!stored) throw error instanceof AlreadyAnswered ? new Conflict() : error;
    return stored;
  }
}
