import { InvalidRequest } from '../../core/errors/errors';

/** The `token` of a request about a token; its hint is not needed (RFC 7009 section 2.1). Throws {@link InvalidRequest}. */
export const presentedToken = (form: URLSearchParams): string => {
  const token = form.get('token');
  if (token === null) throw new InvalidRequest('token must be sent; put the token into the form');
  return token;
};
