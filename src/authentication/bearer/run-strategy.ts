import type { FastifyRequest } from 'fastify';
import type { Strategy } from 'passport';

/** The outcome of a strategy: the subject that the guard verified, or the status of a refusal, if there is one. */
export interface StrategyOutcome<Subject> {
  readonly subject?: Subject;
  readonly status?: number | undefined;
}

/** A strategy with the callbacks of one request, which it calls on itself. */
interface StrategyOfRequest<Subject> {
  authenticate(request: FastifyRequest, options: object): void;
  success: (subject: Subject) => void;
  fail: (challenge?: unknown, status?: number) => void;
  error: (cause: unknown) => void;
}

/**
 * Runs a passport strategy for one request, on an object of this request, as `passport.authenticate` does, but without a
 * register, sessions and redirects. Throws the error of the strategy.
 */
export const runStrategy = <Subject>(
  strategy: Strategy,
  request: FastifyRequest,
  options: object,
): Promise<StrategyOutcome<Subject>> =>
  new Promise((resolve, reject) => {
    const ofRequest = Object.create(strategy) as StrategyOfRequest<Subject>;
    ofRequest.success = (subject) => {
      resolve({ subject });
    };
    ofRequest.fail = (challenge, status) => {
      resolve({ status: typeof challenge === 'number' ? challenge : status });
    };
    ofRequest.error = reject;
    ofRequest.authenticate(request, options);
  });
