import { Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccessToken } from '../../access-tokens/access-token';
import type { ClientInformation } from '../../clients/client-information';
import { InvalidRequest } from '../../core/errors/errors';
import { bodyOf, type RequestBody } from '../../platform/http/request-body';
import { ClientMetadataPipe } from '../../registration-requests/client-metadata.pipe';
import type { ValidatedRequest } from '../../registration-requests/registration-request.validator';
import { digest, IdempotencyService, type RepeatableRequest } from './idempotency.service';

type RegistrationRequest = FastifyRequest & { accessToken?: AccessToken };

/** What a request to register comes to: an answer that was given before, or metadata that may be registered. */
export type RegistrationAttempt =
  | { readonly answered: ClientInformation }
  | { readonly admission: ValidatedRequest; readonly repeatable: RepeatableRequest | undefined };

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * A registration that is sent again with the same `Idempotency-Key` comes to what it was answered first, before its
 * metadata are judged anew. A pipe, because an interceptor of Nest costs every other registration a tenth of its time.
 */
@Injectable()
export class RegistrationAttemptPipe implements PipeTransform<RegistrationRequest, Promise<RegistrationAttempt>> {
  constructor(
    private readonly answers: IdempotencyService,
    private readonly metadata: ClientMetadataPipe,
  ) {}

  /** Throws {@link InvalidRequest} for a key that is none, and what admission throws. */
  async transform(request: RegistrationRequest): Promise<RegistrationAttempt> {
    const repeatable = repeatableOf(request);
    const answered = repeatable && (await this.answers.find(repeatable));
    if (answered) return { answered };
    try {
      return { admission: await this.metadata.transform(request), repeatable };
    } catch (error) {
      return { answered: await this.answers.insteadOf(error, repeatable) };
    }
  }
}

/**
 * The key belongs to the client whose token is presented, in open mode to the address, which others share: there only
 * a key that nobody guesses makes a request repeatable. Throws {@link InvalidRequest} for a key that is none.
 */
const repeatableOf = (request: RegistrationRequest): RepeatableRequest | undefined => {
  const { headers, accessToken, ip } = request;
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key))
    throw new InvalidRequest('Idempotency-Key must be 1 to 255 visible ASCII characters; use a UUID');
  if (!accessToken && !isUnguessable(key)) return undefined;
  const asked = askedFor(bodyOf(request));
  if (asked === undefined) return undefined;
  const caller = accessToken ? ['client', accessToken.client.client_id] : ['address', ip];
  return { id: digest(...caller, key), request_hash: digest(...asked) };
};

const UNGUESSABLE_LENGTH = 32;
const UNGUESSABLE_CHARACTERS = 8;

/** Whether a key may have 128 random bits: as long as they are in hexadecimal digits, and no padded number. */
const isUnguessable = (key: string): boolean =>
  key.length >= UNGUESSABLE_LENGTH && new Set(key).size >= UNGUESSABLE_CHARACTERS;

/** What a body asks for, of the two kinds that register something. */
const askedFor = (body: RequestBody): readonly unknown[] | undefined => {
  if (body.is === 'json') return [body.value];
  return body.is === 'jwt' ? ['jwt', body.token] : undefined;
};
