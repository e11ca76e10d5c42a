import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, type JWTVerifyResult } from 'jose';
import type { Client } from '../../../clients/client.entity';
import { typeOfHeader } from '../../../core/jose/type-of-header';
import type { Issuer } from '../../../core/issuer';
import { isSameAlg } from '../../../core/jose/algorithms';
import type { ExpectedJwt } from '../../../core/jose/verify-by-keys';
import type { RequestContext } from '../../../core/request-context';
import { scopedId } from '../../../platform/replay/scoped-id';
import { UsedIdStore } from '../../../platform/replay/used-id.store';
import { AuthenticationFailed } from '../client-authentication-method';
import { ClientAuthenticationOptions } from '../client-authentication-options';
import type { Assertion } from './assertion';

/** The difference of the clocks of client and server that is accepted. */
const CLOCK_TOLERANCE_SECONDS = 15;
/** How far in the future an assertion may expire. Its `jti` is stored for this long. */
const LONGEST_LIFE_SECONDS = 3600;
const TYPES: readonly unknown[] = [undefined, 'jwt', 'client-authentication+jwt'];

/** Verifies an assertion with the keys of its client. Throws jose's errors, and {@link AuthenticationFailed}. */
type VerifySignature = (expected: ExpectedJwt) => Promise<JWTVerifyResult>;

/** How the assertions of one method are signed. */
interface SignatureCheck {
  /** The algorithms of the method. A client that registered one of them uses no other. */
  readonly algs: readonly string[];
  readonly verifySignature: VerifySignature;
}

/** Checks that an assertion is signed, intended for this server, current, and not used before (RFC 7523 section 3). */
@Injectable()
export class AssertionCheckService {
  constructor(
    private readonly options: ClientAuthenticationOptions,
    private readonly usedIds: UsedIdStore,
  ) {}

  /** Resolves if the algorithm, the signature and all claims are valid. Throws {@link AuthenticationFailed}. */
  async verify(
    { issuer }: RequestContext,
    { alg }: Assertion,
    { client_id, metadata }: Client,
    { algs, verifySignature }: SignatureCheck,
  ): Promise<void> {
    const { token_endpoint_auth_signing_alg: registered = alg } = metadata;
    if (!algs.includes(alg) || !isSameAlg(registered, alg))
      throw new AuthenticationFailed(`${alg} is not the registered algorithm`);
    const { exp = 0, jti = '', aud, iat } = await signedClaims(alg, client_id, verifySignature);
    const now = Date.now() / 1000;
    if (!this.isAudience(issuer, aud)) throw new AuthenticationFailed('aud is not this server alone');
    if (exp > now + LONGEST_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS)
      throw new AuthenticationFailed('exp is too far ahead');
    if (iat !== undefined && iat > now + CLOCK_TOLERANCE_SECONDS)
      throw new AuthenticationFailed('iat is in the future');
    if (jti === '') throw new AuthenticationFailed('jti is empty');
    await this.useOnce(client_id, jti, exp);
  }

  /** The issuer as the only value (RFC 7523bis section 4), or if the token address is permitted too, both of them. */
  private isAudience({ tokenIssuer, tokenEndpoint }: Issuer, aud: JWTPayload['aud'] = []): boolean {
    const accepted = this.options.acceptsTokenEndpointAsAudience ? [tokenIssuer, tokenEndpoint] : [tokenIssuer];
    const named = [aud].flat();
    return named.length > 0 && named.length <= accepted.length && named.every((one) => accepted.includes(one));
  }

  private async useOnce(client_id: string, jti: string, exp: number): Promise<void> {
    const id = scopedId(client_id, jti);
    if (!(await this.usedIds.add('client-assertion', id, exp + CLOCK_TOLERANCE_SECONDS)))
      throw new AuthenticationFailed('the assertion was used before');
  }
}

const signedClaims = async (alg: string, client_id: string, verify: VerifySignature): Promise<JWTPayload> => {
  try {
    const { payload, protectedHeader } = await verify({
      algorithms: [alg],
      issuer: client_id,
      subject: client_id,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
    });
    if (!TYPES.includes(typeOfHeader(protectedHeader)))
      throw new AuthenticationFailed('typ is that of another kind of token');
    return payload;
  } catch (cause) {
    throw cause instanceof errors.JOSEError ? new AuthenticationFailed(cause.message, { cause }) : cause;
  }
};
