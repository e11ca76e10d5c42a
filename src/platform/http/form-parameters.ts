import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../../core/errors/errors';
import { bodyOf } from './request-body';

/**
 * The parameters of a form, which was read when its body came: see `read-form.ts`. Throws {@link InvalidRequest} for
 * another kind of body, for a repeated parameter and for too many.
 */
export const formParameters = (request: FastifyRequest): URLSearchParams => {
  const body = bodyOf(request);
  if (body.is !== 'form')
    throw new InvalidRequest('the request body must be a form; send it as application/x-www-form-urlencoded');
  if ('refusal' in body.form) throw new InvalidRequest(body.form.refusal);
  return body.form.parameters;
};
