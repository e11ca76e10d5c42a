import { formRequired } from '../../core/errors/refusals';
import { InvalidRequest } from '../../core/errors/errors';
import { bodyOf } from './request-body';

/**
 * The parameters of the form in a request body. The body parser has read them: see `read-form.ts`. Throws
 * {@link InvalidRequest} for another kind of body, for a repeated parameter and for too many parameters.
 */
export const formParameters = (request: { readonly body: unknown }): URLSearchParams => {
  const body = bodyOf(request);
  if (body.is !== 'form') throw formRequired();
  if ('refusal' in body.form) throw new InvalidRequest(body.form.refusal);
  return body.form.parameters;
};
