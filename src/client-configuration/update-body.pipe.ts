import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { UnsupportedMediaType } from '../core/errors/errors';
import { unreadableBody } from '../core/errors/registration-errors';
import { jsonObject } from '../core/metadata/json-object';
import { MEDIA_TYPES } from '../platform/http/media-types';
import { bodyOf, type RequestBody } from '../platform/http/request-body';
import { SoftwareStatementsService } from '../registration-requests/software-statements/software-statements.service';

type Json = Readonly<Record<string, unknown>>;

const read = (context: ExecutionContext, is: 'json' | 'merge-patch'): Json =>
  objectIn(bodyOf(context.switchToHttp().getRequest<FastifyRequest>()), is, MEDIA_TYPES[is]);

const objectIn = (body: RequestBody, is: 'json' | 'merge-patch', taken: readonly string[]): Json => {
  if (body.is === 'malformed') throw unreadableBody(body.why);
  if (body.is !== is) throw new UnsupportedMediaType(taken);
  return jsonObject(body.value);
};

/** The body of an update: a JSON object, a merge patch, or a JWT that was signed as a whole. */
export type UpdateBody =
  | { readonly is: 'whole'; readonly json: Json }
  | { readonly is: 'patch'; readonly json: Json }
  | { readonly is: 'signed'; readonly jwt: string };

/**
 * The body of a PUT: a JSON object, or a JWT where software statements are supported. Throws `InvalidRegistration` for
 * another value, {@link UnsupportedMediaType}.
 */
@Injectable()
export class WholeBodyPipe implements PipeTransform<RequestBody | null | undefined, UpdateBody> {
  constructor(private readonly statements: SoftwareStatementsService) {}

  transform(sent: RequestBody | null | undefined): UpdateBody {
    const body = bodyOf({ body: sent });
    const { areSupported, mediaTypes } = this.statements;
    if (body.is === 'jwt' && areSupported) return { is: 'signed', jwt: body.token };
    return { is: 'whole', json: objectIn(body, 'json', mediaTypes) };
  }
}

/** The merge patch of the request. Throws as {@link WholeBodyPipe} does. */
export const PatchBody = createParamDecorator((_data: unknown, context: ExecutionContext): UpdateBody => ({
  is: 'patch',
  json: read(context, 'merge-patch'),
}));

/** The JSON object of the request, empty when there is no body at all. Throws as {@link WholeBodyPipe} does. */
export const OptionalJsonBody = createParamDecorator((_data: unknown, context: ExecutionContext): Json => {
  const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return body === undefined || body === null || headers['content-length'] === '0' ? {} : read(context, 'json');
});
