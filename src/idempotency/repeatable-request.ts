import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { malformedIdempotencyKey } from '../core/errors/refusals';
import { sha256OfParts } from '../core/hash/sha256';
import { bodyOf, type RequestBody } from '../platform/http/request-body';
import { credentialOf } from '../core/credential-of';

/** A request that may be sent again: a hash of its caller and key, and a hash of its body. */
export interface RepeatableRequest {
  readonly id: string;
  readonly request_hash: string;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The request by its `Idempotency-Key`, `undefined` if it has none. The key belongs to the client whose access token is
 * presented, or to the initial access token. In open mode it belongs to the address, which several callers may share:
 * there, the server ignores a key that could be guessed. `address` is the path of the request, so that equal keys of
 * different requests are different; registrations have none. Throws {@link InvalidRequest} for a malformed key.
 */
export const Repeatable = createParamDecorator((address: string | undefined, context: ExecutionContext) =>
  repeatableOf(context.switchToHttp().getRequest<FastifyRequest>(), address),
);

/** See {@link Repeatable}. */
export const repeatableOf = (request: FastifyRequest, address?: string): RepeatableRequest | undefined => {
  const { headers, context } = request;
  const credential = credentialOf(context.actor);
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) throw malformedIdempotencyKey();
  if (!credential && !isUnguessable(key)) return undefined;
  const asked = askedFor(bodyOf(request));
  if (asked === undefined) return undefined;
  const caller = credential ?? ['address', context.address];
  const parts = address === undefined ? [...caller, key] : [...caller, address, key];
  return { id: sha256OfParts(parts), request_hash: sha256OfParts(asked) };
};

const UNGUESSABLE_LENGTH = 32;
const UNGUESSABLE_CHARACTERS = 8;

/**
 * Whether a key may have 128 random bits: it is at least as long as 128 bits in hexadecimal, and not a padded number.
 */
const isUnguessable = (key: string): boolean =>
  key.length >= UNGUESSABLE_LENGTH && new Set(key).size >= UNGUESSABLE_CHARACTERS;

/** The content of a body of the two kinds that register a client. */
const askedFor = (body: RequestBody): readonly unknown[] | undefined => {
  if (body.is === 'json') return [body.value];
  return body.is === 'jwt' ? ['jwt', body.token] : undefined;
};
