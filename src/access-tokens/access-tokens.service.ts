import { Injectable } from '@nestjs/common';
import { errors } from 'jose';
import { ClientDirectory } from '../clients/client-directory.service';
import type { Issuer } from '../core/issuer';
import { SIGNING_ALGS } from '../core/jose/algorithms';
import { verifyJwt } from '../core/jose/verify-jwt';
import { isAdministrative, scopeTokens } from '../core/metadata/scope-tokens';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import type { NewEvent } from '../event-log/event-types';
import { UsedIdStore } from '../platform/replay/used-id.store';
import { SigningKeysService } from '../signing-keys/signing-keys.service';
import { UserGrantsService } from '../user-grants/user-grants.service';
import {
  type AccessToken,
  type AccessTokenClaims,
  type AccessTokenContent,
  audienceOf,
  TokenRefused,
} from './access-token';
import { accessTokenClaims } from './access-token-claims';
import { encryptedForClient } from './client-encryption';
import { type Verified, SignatureCache } from './signature-cache';

const TYPE = 'at+jwt';
const REQUIRED_CLAIMS = ['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti'];

/** Issues, verifies and revokes access tokens, which are JWTs (RFC 9068). */
@Injectable()
export class AccessTokensService {
  private readonly verified = new SignatureCache();

  constructor(
    private readonly keys: SigningKeysService,
    private readonly clients: ClientDirectory,
    private readonly usedIds: UsedIdStore,
    private readonly log: EventLogService,
    private readonly grants: UserGrantsService,
  ) {}

  /**
   * Issues a token as a JWT that is signed by the algorithm that the client registered, and encrypted if the client
   * registered that. What the token may contain is the decision of the grant. A token of an administrator is an event of the log.
   */
  async issue(context: RequestContext, content: AccessTokenContent): Promise<string> {
    const { metadata } = content.client;
    const claims = accessTokenClaims(content, context.issuer.tokenIssuer, Math.floor(Date.now() / 1000));
    const token = await this.keys.sign(metadata.token_signed_response_alg, TYPE, claims);
    if (isAdministrative(content.scope)) await this.log.append(context, signInOf(claims));
    return encryptedForClient(token, metadata);
  }

  /**
   * Verifies a token that is presented to a resource of this server, by its path such as `/register`. Throws {@link
   * TokenRefused} for a token that `inspect` refuses, that is also for another audience, that belongs to the authorization
   * by a person, or that contains an actor (RFC 8693 section 4.1): the endpoints here are for clients that act for themselves.
   */
  async verify(context: RequestContext, token: string, resource: string): Promise<AccessToken> {
    const accessToken = await this.inspect(context, token);
    if (!context.issuer.isForResource(audienceOf(accessToken.claims), resource))
      throw new TokenRefused('it is for another audience');
    const { sub, client_id, grant } = accessToken.claims;
    if (grant !== undefined) throw new TokenRefused('it acts for a person');
    if (sub !== client_id) throw new TokenRefused('sub and client_id differ');
    return accessToken;
  }

  /**
   * Verifies a token of this server, for whichever audience. Throws {@link TokenRefused} if the token is not valid now,
   * is revoked, its client does not exist or is not active, or its grant has ended.
   */
  async inspect({ issuer }: RequestContext, token: string): Promise<AccessToken> {
    const claims = await this.claimsOf(issuer, token);
    const { client_id, jti, scope, grant } = claims;
    const [client, isRevoked, isGranted] = await Promise.all([
      this.clients.findActive(client_id),
      this.usedIds.has('revoked-token', jti),
      grant === undefined || this.grants.isAlive(grant),
    ]);
    if (!client) throw new TokenRefused('its client is gone');
    if (isRevoked) throw new TokenRefused('it was revoked');
    if (!isGranted) throw new TokenRefused('its grant has ended');
    return { jti, client, scope: scopeTokens(typeof scope === 'string' ? scope : ''), claims };
  }

  /** Revokes a token on every node. The revocation is stored until the token would have expired. */
  async revoke({ jti, exp }: Pick<AccessTokenClaims, 'jti' | 'exp'>): Promise<void> {
    await this.usedIds.add('revoked-token', jti, exp);
  }

  private async claimsOf(issuer: Issuer, token: string): Promise<AccessTokenClaims> {
    try {
      const known = this.verified.find(token);
      if (known?.payload.iss !== issuer.tokenIssuer)
        return this.verified.add(token, await this.verifiedBySignature(issuer, token)).payload;
      await this.keys.verificationKey(known.protectedHeader);
      return known.payload;
    } catch (cause) {
      if (cause instanceof errors.JOSEError) throw new TokenRefused(cause.message, { cause });
      throw cause;
    }
  }

  private verifiedBySignature({ tokenIssuer }: Issuer, token: string): Promise<Verified> {
    return verifyJwt<AccessTokenClaims>(token, (header) => this.keys.verificationKey(header), {
      typ: TYPE,
      issuer: tokenIssuer,
      algorithms: [...SIGNING_ALGS],
      requiredClaims: REQUIRED_CLAIMS,
    });
  }
}

const signInOf = ({ client_id, scope, exp, jti }: AccessTokenClaims): NewEvent => ({
  type: 'administrator.signed_in',
  client_id,
  data: { scope: String(scope), expires_at: new Date(exp * 1000).toISOString(), jti },
});
