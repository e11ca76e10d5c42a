import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { isSymmetric, SIGNING_ALGS } from '../../../core/jose/algorithms';
import { verifyByKeySource } from '../../../core/jose/verify-by-keys';
import { type Assertion, ASSERTION_PARAMETERS, readAssertion } from '../assertions/assertion';
import { AssertionCheckService } from '../assertions/assertion-check.service';
import { ClientKeysService } from '../assertions/client-keys.service';
import { STAND_IN_KEYS } from '../assertions/stand-in-keys';
import { AuthenticationMethod } from '../authentication-method.decorator';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';

/** An assertion signed with a private key of the client (OpenID Core 1.0 section 9, RFC 7523 section 2.2). */
@AuthenticationMethod({
  name: 'private_key_jwt',
  parameters: ASSERTION_PARAMETERS,
  standIn: { jwks: STAND_IN_KEYS },
})
export class PrivateKeyJwtMethod implements ClientAuthenticationMethod<Assertion> {
  constructor(
    private readonly check: AssertionCheckService,
    private readonly keys: ClientKeysService,
  ) {}

  /** An assertion whose algorithm takes a secret is for `client_secret_jwt`. One that cannot be read fails here. */
  read(request: AuthenticationRequest): Presented<Assertion> | 'malformed' | undefined {
    const presented = readAssertion(request);
    return typeof presented === 'object' && isSymmetric(presented.proof.alg) ? undefined : presented;
  }

  verify(context: RequestContext, assertion: Assertion, client: Client): Promise<void> {
    return this.check.verify(context, assertion, client, {
      algs: SIGNING_ALGS,
      verifySignature: (expected) => verifyByKeySource(assertion.jwt, this.keys.of(client), expected, assertion),
    });
  }
}
