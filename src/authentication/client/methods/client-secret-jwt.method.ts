import type { Client } from '../../../clients/client.entity';
import { isSymmetric, MAC_ALGS, secretOctetsOf } from '../../../core/jose/algorithms';
import { verifyByOneOf } from '../../../core/jose/verify-by-keys';
import type { RequestContext } from '../../../core/request-context';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import { type Assertion, ASSERTION_PARAMETERS, readAssertion } from '../assertions/assertion';
import { AssertionCheckService } from '../assertions/assertion-check.service';
import { AuthenticationMethod } from '../authentication-method.decorator';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';

/** An assertion signed with the secret of the client (OpenID Core 1.0 section 9, RFC 7523 section 2.2). */
@AuthenticationMethod({ name: 'client_secret_jwt', parameters: ASSERTION_PARAMETERS })
export class ClientSecretJwtMethod implements ClientAuthenticationMethod<Assertion> {
  constructor(
    private readonly check: AssertionCheckService,
    private readonly vault: SecretVaultService,
  ) {}

  read(request: AuthenticationRequest): Presented<Assertion> | undefined {
    const presented = readAssertion(request);
    return typeof presented === 'object' && isSymmetric(presented.proof.alg) ? presented : undefined;
  }

  /** Tries every valid secret; its text is the key (OpenID Core 1.0 section 16.19). */
  verify(context: RequestContext, assertion: Assertion, client: Client): Promise<void> {
    return this.check.verify(context, assertion, client, {
      algs: MAC_ALGS,
      verifySignature: (expected) => verifyByOneOf(assertion.jwt, this.keysOf(client, assertion), expected),
    });
  }

  private keysOf({ client_id, client_secrets }: Client, { alg }: Assertion): Buffer[] {
    const secrets = this.vault.open(client_secrets, client_id).map((secret) => Buffer.from(secret));
    return secrets.filter(({ length }) => length >= secretOctetsOf(alg));
  }
}
