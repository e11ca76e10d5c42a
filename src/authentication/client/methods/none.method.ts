import { Injectable } from '@nestjs/common';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';

/** A public client, which says who it is and proves nothing (RFC 6749 section 2.1). */
@Injectable()
export class NoneMethod implements ClientAuthenticationMethod<undefined> {
  readonly serves = ['none'] as const;

  read({ form }: AuthenticationRequest): Presented<undefined> | undefined {
    const client_id = form.get('client_id');
    return client_id === null ? undefined : { client_id, proof: undefined };
  }

  verify(): Promise<void> {
    return Promise.resolve();
  }
}
