import { AuthenticationMethod } from '../authentication-method.decorator';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';
import { basicCredentials } from './basic-credentials';

/** A public client, which names itself and proves nothing (RFC 6749 section 2.1). */
@AuthenticationMethod({ name: 'none' })
export class NoneMethod implements ClientAuthenticationMethod<undefined> {
  /** By HTTP Basic with an empty secret, as some libraries do for every client, or by `client_id` alone. */
  read(request: AuthenticationRequest): Presented<undefined> | undefined {
    const basic = basicCredentials(request.authorization);
    if (basic !== undefined && basic !== 'malformed' && basic.secrets.length === 0)
      return { client_id: basic.client_id, proof: undefined };
    const client_id = request.parameter('client_id');
    return client_id === undefined ? undefined : { client_id, proof: undefined, isImplicit: true };
  }

  verify(): Promise<void> {
    return Promise.resolve();
  }
}
