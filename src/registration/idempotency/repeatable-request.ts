import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { malformedIdempotencyKey } from '../../core/errors/refusals';
import { sha256OfParts } from '../../core/hash/sha256';
import { bodyOf, type RequestBody } from '../../platform/http/request-body';

/** A request that may be sent again: its sender and key, and what it asks for. Both are hashes. */
export interface RepeatableRequest {
  readonly id: string;
  readonly request_hash: string;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The request by its `Idempotency-Key`, nothing if it has none. The key belongs to the client whose token is presented,
 * in open mode to the address, which others share: there only a key that nobody guesses makes a request repeatable.
 * Throws {@link InvalidRequest} for a malformed key.
 */
export const Repeatable = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  repeatableOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

const repeatableOf = (request: FastifyRequest): RepeatableRequest | undefined => {
  const { headers, accessToken, context } = request;
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) throw malformedIdempotencyKey();
  if (!accessToken && !isUnguessable(key)) return undefined;
  const asked = askedFor(bodyOf(request));
  if (asked === undefined) return undefined;
  const caller = accessToken ? ['client', accessToken.client.client_id] : ['address', context.address];
  return { id: sha256OfParts([...caller, key]), request_hash: sha256OfParts(asked) };
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
