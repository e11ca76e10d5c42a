import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { errors, type JWK, type JWTPayload } from 'jose';
import type { Client } from '../../../clients/client.entity';
import { verifyJwt } from '../../../core/jose/verify-jwt';
import { Environment } from '../../../platform/config/environment';
import { tokenIssuer } from '../../../platform/config/own-addresses';
import { UsedIdStore } from '../../../platform/replay/used-id.store';
import { AuthenticationFailed } from '../client-authentication-method';
import type { Assertion } from './assertion';

/** How far the clocks of client and server may be apart. */
const CLOCK_TOLERANCE_SECONDS = 15;
/** How far ahead an assertion may expire: so long its `jti` is remembered. */
const LONGEST_LIFE_SECONDS = 3600;
const TYPES: readonly unknown[] = [undefined, 'jwt', 'client-authentication+jwt'];

/** Whether an assertion is signed, meant for this server, current, and new (RFC 7523 section 3). */
@Injectable()
export class AssertionCheckService {
  private readonly audiences: readonly string[];

  constructor(
    environment: Environment,
    private readonly seen: UsedIdStore,
  ) {
    const issuer = tokenIssuer(environment);
    this.audiences = environment.ASSERTION_AUDIENCE === 'issuer' ? [issuer] : [issuer, `${issuer}/token`];
  }

  /** Resolves when one of the keys signed the assertion and all claims hold. Throws {@link AuthenticationFailed}. */
  async verify({ jwt, alg }: Assertion, { client_id }: Client, keys: readonly (JWK | Uint8Array)[]): Promise<void> {
    const { exp = 0, jti = '', aud, iat } = await signedClaims(jwt, alg, client_id, keys);
    const now = Date.now() / 1000;
    if (!this.isAudience(aud)) throw new AuthenticationFailed('aud is not this server alone');
    if (exp > now + LONGEST_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS)
      throw new AuthenticationFailed('exp is too far ahead');
    if (iat !== undefined && iat > now + CLOCK_TOLERANCE_SECONDS)
      throw new AuthenticationFailed('iat is in the future');
    if (jti === '') throw new AuthenticationFailed('jti is empty');
    await this.takeOnce(client_id, jti, exp);
  }

  /** The issuer as the sole value (RFC 7523bis section 4); where the token address is permitted, several of ours. */
  private isAudience(aud: JWTPayload['aud'] = []): boolean {
    const named = [aud].flat();
    const mostNamed = this.audiences.length;
    return named.length > 0 && named.length <= mostNamed && named.every((one) => this.audiences.includes(one));
  }

  private async takeOnce(client_id: string, jti: string, exp: number): Promise<void> {
    const id = createHash('sha256').update(`${client_id}\0${jti}`).digest('base64url');
    if (!(await this.seen.add('client-assertion', id, exp + CLOCK_TOLERANCE_SECONDS)))
      throw new AuthenticationFailed('the assertion was used before');
  }
}

/** jose looks at the keys given here only: `jku`, `jwk`, `x5u` and `x5c` of the header lead nowhere, `crit` fails. */
const signedClaims = async (
  jwt: string,
  alg: string,
  client_id: string,
  keys: readonly (JWK | Uint8Array)[],
): Promise<JWTPayload> => {
  for (const key of keys) {
    try {
      const { payload, protectedHeader } = await verifyJwt(jwt, key, {
        algorithms: [alg],
        issuer: client_id,
        subject: client_id,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
      });
      const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '');
      if (!TYPES.includes(type)) throw new AuthenticationFailed('typ is that of another kind of token');
      return payload;
    } catch (cause) {
      if (cause instanceof AuthenticationFailed) throw cause;
      // Verification does no I/O: what is no error of the assertion lies in this key, and another may do.
      const isOfAssertion =
        cause instanceof errors.JOSEError && !(cause instanceof errors.JWSSignatureVerificationFailed);
      if (isOfAssertion) throw new AuthenticationFailed(cause.message, { cause });
    }
  }
  throw new AuthenticationFailed('no registered key made the signature');
};
