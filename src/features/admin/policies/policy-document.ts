import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { UnsupportedMediaType } from '../../../core/errors/errors';
import { jsonObjectRequired } from '../../../core/errors/refusals';
import { POLICY_DOCUMENT_TYPES } from '../../../platform/http/media-types';
import { bodyOf } from '../../../platform/http/request-body';

/** The name of the document in faults, which have its lines. */
export const IN_BODY = 'body';

/**
 * The text of a document of policies in a body, JSON or YAML. Throws `InvalidRequest` for a body that cannot be read, and
 * {@link UnsupportedMediaType} for another kind of body.
 */
export const PolicyDocument = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const body = bodyOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (body.is === 'malformed') throw jsonObjectRequired(body.why);
  if (body.is !== 'json' && body.is !== 'yaml') throw new UnsupportedMediaType(POLICY_DOCUMENT_TYPES);
  return body.text;
});
