import { Injectable } from '@nestjs/common';
import type { AuthenticationRequest, Presented } from '../client-authentication-method';
import { basicCredentials } from './basic-credentials';
import { NoneMethod } from './none.method';

/** A public client that says who it is by HTTP Basic with an empty secret, as some libraries do for every client. */
@Injectable()
export class NoneByBasicMethod extends NoneMethod {
  override read({ authorization }: AuthenticationRequest): Presented<undefined> | undefined {
    const presented = basicCredentials(authorization);
    if (presented === undefined || presented === 'malformed' || presented.secrets.length > 0) return undefined;
    return { client_id: presented.client_id, proof: undefined };
  }
}
