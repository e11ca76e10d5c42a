import type { ClientAuthenticationMethod } from '../client-authentication-method';

/** `client_id` and `client_secret` in the body (RFC 6749 section 2.3.1). */
export const clientSecretPost: ClientAuthenticationMethod = {
  serves: ['client_secret_post', 'client_secret_basic'],
  read: (_request, form) => {
    const client_secret = form.get('client_secret');
    if (client_secret === null) return undefined;
    return { client_id: form.get('client_id') ?? '', secrets: [client_secret] };
  },
};
