import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { type Assertion, isSymmetric, readAssertion } from '../assertions/assertion';
import { permitsAlg } from '../assertions/assertion-algs';
import { AssertionCheckService } from '../assertions/assertion-check.service';
import { ClientKeysService } from '../assertions/client-keys.service';
import { ASYMMETRIC_ALGS, bareKey, matchingKeys } from '../assertions/matching-keys';
import {
  AuthenticationFailed,
  type AuthenticationRequest,
  type ClientAuthenticationMethod,
  type Presented,
} from '../client-authentication-method';

/** An assertion signed with a private key of the client (OpenID Core 1.0 section 9, RFC 7523 section 2.2). */
@Injectable()
export class PrivateKeyJwtMethod implements ClientAuthenticationMethod<Assertion> {
  readonly serves = ['private_key_jwt'] as const;

  constructor(
    private readonly check: AssertionCheckService,
    private readonly keys: ClientKeysService,
  ) {}

  /** An assertion whose algorithm takes a secret is for the other method; all that cannot be read fails here. */
  read({ form }: AuthenticationRequest): Presented<Assertion> | 'malformed' | undefined {
    const presented = readAssertion(form);
    return typeof presented === 'object' && isSymmetric(presented.proof.alg) ? undefined : presented;
  }

  async verify(assertion: Assertion, client: Client): Promise<void> {
    const { token_endpoint_auth_signing_alg: registered } = client.metadata;
    if (!permitsAlg(ASYMMETRIC_ALGS, registered, assertion.alg))
      throw new AuthenticationFailed(`${assertion.alg} is not the registered algorithm`);
    const keys = await this.keys.select(client, (all) => matchingKeys(all, assertion));
    await this.check.verify(assertion, client, keys.map(bareKey));
  }
}
