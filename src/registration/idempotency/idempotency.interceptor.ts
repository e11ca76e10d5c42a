import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, from, type Observable, of } from 'rxjs';
import type { AccessToken } from '../../access-tokens/access-token';
import { bodyOf, type RequestBody } from '../../http/request-body';
import { InvalidRequest } from '../../oauth/errors';
import { Conflict } from '../../oauth/management-errors';
import { InvalidRegistration } from '../../oauth/registration-errors';
import { AlreadyAnswered, digest, IdempotentAnswers, type RepeatableRequest } from './idempotent-answers';

type RegistrationRequest = FastifyRequest & { accessToken?: AccessToken; repeatable?: RepeatableRequest };

const KEY = /^[\x21-\x7e]{1,255}$/;

/** What makes this request repeatable, if it is. */
export const Repeatable = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<RegistrationRequest>().repeatable,
);

/**
 * Answers a registration that is sent again with the same `Idempotency-Key` by what it was answered first, before its
 * metadata are judged anew. Of two at once, the one that loses the key answers what the other does.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly answers: IdempotentAnswers) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<RegistrationRequest>();
    const repeatable = repeatableOf(request);
    if (!repeatable) return next.handle();
    const answer = await this.answers.find(repeatable);
    if (answer) return of(answer);
    request.repeatable = repeatable;
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (error instanceof AlreadyAnswered || error instanceof InvalidRegistration)
          return from(this.othersAnswer(repeatable, error));
        throw error;
      }),
    );
  }

  /** A software statement may be refused because the other request has just used it up: its answer is this one's too. */
  private async othersAnswer(
    repeatable: RepeatableRequest,
    error: AlreadyAnswered | InvalidRegistration,
  ): Promise<unknown> {
    const answer = await this.answers.find(repeatable);
    if (!answer) throw error instanceof AlreadyAnswered ? new Conflict() : error;
    return answer;
  }
}

/**
 * The key belongs to the client whose token is presented, in open mode to the address. Throws {@link InvalidRequest}
 * for a key that is none.
 */
const repeatableOf = (request: RegistrationRequest): RepeatableRequest | undefined => {
  const { headers, accessToken, ip } = request;
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key))
    throw new InvalidRequest('Idempotency-Key must be 1 to 255 visible ASCII characters; use a UUID');
  const asked = askedFor(bodyOf(request));
  if (asked === undefined) return undefined;
  const caller = accessToken ? ['client', accessToken.client.client_id] : ['address', ip];
  return { id: digest(...caller, key), request_hash: digest(...asked) };
};

/** What a body asks for, of the two kinds that register something. */
const askedFor = (body: RequestBody): readonly unknown[] | undefined => {
  if (body.is === 'json') return [body.value];
  return body.is === 'jwt' ? ['jwt', body.token] : undefined;
};
