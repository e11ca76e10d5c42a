import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../oauth/errors';
import { bodyOf } from './request-body';

/** The only parameter that may stand in a request more than once (RFC 8707 section 2). */
const REPEATABLE = new Set(['resource']);

/**
 * The parameters of a form (RFC 6749 section 3.2): an empty value is an omitted one. Throws {@link InvalidRequest}
 * for another kind of body and for a repeated parameter.
 */
export const formParameters = (request: FastifyRequest): URLSearchParams => {
  const body = bodyOf(request);
  if (body.is !== 'form') throw new InvalidRequest('the request body must be application/x-www-form-urlencoded');
  const sent = new URLSearchParams();
  for (const [name, value] of body.parameters) {
    if (sent.has(name) && !REPEATABLE.has(name)) throw new InvalidRequest(`${name} must not be repeated; send it once`);
    sent.append(name, value);
  }
  for (const [name, value] of [...sent]) if (value === '') sent.delete(name, value);
  return sent;
};
