import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.entity';
import { isSymmetric, SIGNING_ALGS } from '../../../core/jose/algorithms';
import { verifyByKeySource } from '../../../core/jose/verify-by-keys';
import { type Assertion, readAssertion } from '../assertions/assertion';
import { permitsAlg } from '../assertions/assertion-algs';
import { AssertionCheckService } from '../assertions/assertion-check.service';
import { ClientKeysService } from '../assertions/client-keys.service';
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
    if (!permitsAlg(SIGNING_ALGS, registered, assertion.alg))
      throw new AuthenticationFailed(`${assertion.alg} is not the registered algorithm`);
    const keys = this.keys.of(client);
    await this.check.verify(assertion, client, (expected) => verifyByKeySource(assertion.jwt, keys, expected));
  }
}
