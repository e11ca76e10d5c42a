import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MEDIA_TYPES } from '../../http/media-types';
import { bodyOf } from '../../http/request-body';
import { UnsupportedMediaType } from '../../oauth/errors';
import { invalidClientMetadata } from '../../oauth/registration-errors';

type Json = Readonly<Record<string, unknown>>;

const read = (context: ExecutionContext, is: 'json' | 'merge-patch'): Json => {
  const body = bodyOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (body.is === 'malformed') throw invalidClientMetadata('the request body', body.why, 'send a JSON object in UTF-8');
  if (body.is !== is) throw new UnsupportedMediaType(MEDIA_TYPES[is]);
  if (typeof body.value !== 'object' || body.value === null || Array.isArray(body.value))
    throw invalidClientMetadata('the request body', 'must be a JSON object', 'send {"client_name": "..."}');
  return body.value as Json;
};

/** The body of an update: a JSON object, a merge patch, or a JWT that was signed as a whole. */
export type UpdateBody =
  | { readonly is: 'whole'; readonly json: Json }
  | { readonly is: 'patch'; readonly json: Json }
  | { readonly is: 'signed'; readonly jwt: string };

/** The JSON object, or the signed JWT, of a PUT. Throws as {@link JsonBody} does. */
export const WholeBody = createParamDecorator((_data: unknown, context: ExecutionContext): UpdateBody => {
  const body = bodyOf(context.switchToHttp().getRequest<FastifyRequest>());
  return body.is === 'jwt' ? { is: 'signed', jwt: body.token } : { is: 'whole', json: read(context, 'json') };
});

/** The JSON object of the request. Throws `InvalidRegistration` for another value, {@link UnsupportedMediaType}. */
export const JsonBody = createParamDecorator((_data: unknown, context: ExecutionContext) => read(context, 'json'));

/** The merge patch of the request. Throws as {@link JsonBody} does. */
export const PatchBody = createParamDecorator((_data: unknown, context: ExecutionContext): UpdateBody => ({
  is: 'patch',
  json: read(context, 'merge-patch'),
}));

/** The JSON object of the request, empty when there is no body at all. Throws as {@link JsonBody} does. */
export const OptionalJsonBody = createParamDecorator((_data: unknown, context: ExecutionContext): Json => {
  const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return body === undefined || body === null || headers['content-length'] === '0' ? {} : read(context, 'json');
});
