import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { errors } from 'jose';
import type { Client } from '../clients/client.entity';
import { ClientRepository } from '../clients/client.repository';
import { verifyJwt } from '../core/jose/verify-jwt';
import { scopeTokens } from '../core/metadata/scope';
import { SIGNING_ALGS } from '../core/metadata/vocabulary';
import { Environment } from '../platform/config/environment';
import { tokenIssuer } from '../platform/config/own-addresses';
import { UsedIdStore } from '../platform/replay/used-id.store';
import { SigningKeysService } from '../signing-keys/signing-keys.service';
import { type AccessToken, type AccessTokenClaims, audienceOf, type TokenContent, TokenRefused } from './access-token';
import { encryptedForClient } from './client-encryption';
import { isOursAlone } from './resource-servers.service';
import { type Verified, SignatureCache } from './signature-cache';

const TYPE = 'at+jwt';
const REQUIRED_CLAIMS = ['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti'];

/** Access tokens as JWTs (RFC 9068), signed by the algorithm that the client registered. */
@Injectable()
export class AccessTokensService {
  private readonly verified = new SignatureCache();

  constructor(
    private readonly environment: Environment,
    private readonly keys: SigningKeysService,
    private readonly clients: ClientRepository,
    private readonly remembered: UsedIdStore,
  ) {}

  /** A token for a client, encrypted for it if it asked for that. Signing happens off the event loop. */
  async issue({ client_id, metadata }: Client, content: TokenContent): Promise<string> {
    const iss = tokenIssuer(this.environment);
    const { scope, audience, lifetime, authorization_details, cnf = {} } = content;
    const [only = iss, ...others] = audience;
    const iat = Math.floor(Date.now() / 1000);
    const claims: AccessTokenClaims = {
      iss,
      aud: others.length > 0 ? [only, ...others] : only,
      sub: client_id,
      client_id,
      ...(scope.length > 0 && { scope: scope.join(' ') }),
      iat,
      exp: iat + lifetime,
      jti: randomUUID(),
      ...(authorization_details && { authorization_details }),
      ...(Object.keys(cnf).length > 0 && { cnf }),
    };
    const token = await this.keys.sign(metadata.token_signed_response_alg, TYPE, claims);
    return encryptedForClient(token, metadata);
  }

  /**
   * Gives what a token of ours permits at this server itself. Throws {@link TokenRefused} when it is not valid now, or
   * meant for others, be it beside this server.
   */
  async verify(token: string): Promise<AccessToken> {
    const accessToken = await this.inspect(token);
    if (!isOursAlone(audienceOf(accessToken.claims), this.environment))
      throw new TokenRefused('it is for another audience');
    return accessToken;
  }

  /**
   * Gives what a token of ours permits wherever it is meant for. Throws {@link TokenRefused} when it is not valid now,
   * revoked or without its client included.
   */
  async inspect(token: string): Promise<AccessToken> {
    const claims = await this.claimsOf(token);
    const { sub, client_id, jti, scope } = claims;
    if (sub !== client_id) throw new TokenRefused('sub and client_id differ');
    const [client, isRevoked] = await Promise.all([
      this.clients.findActive(sub),
      this.remembered.has('revoked-token', jti),
    ]);
    if (!client) throw new TokenRefused('its client is gone');
    if (isRevoked) throw new TokenRefused('it was revoked');
    return { jti, client, scope: scopeTokens(typeof scope === 'string' ? scope : ''), claims };
  }

  /** From now on the token is refused, on every node; forgotten when it would have expired. */
  async revoke({ jti, exp }: Pick<AccessTokenClaims, 'jti' | 'exp'>): Promise<void> {
    await this.remembered.add('revoked-token', jti, exp);
  }

  private async claimsOf(token: string): Promise<AccessTokenClaims> {
    try {
      const known = this.verified.find(token);
      if (known) await this.keys.verificationKey(known.protectedHeader);
      return (known ?? this.verified.add(token, await this.verifiedBySignature(token))).payload;
    } catch (cause) {
      if (cause instanceof errors.JOSEError) throw new TokenRefused(cause.message, { cause });
      throw cause;
    }
  }

  private verifiedBySignature(token: string): Promise<Verified> {
    return verifyJwt<AccessTokenClaims>(token, (header) => this.keys.verificationKey(header), {
      typ: TYPE,
      issuer: tokenIssuer(this.environment),
      algorithms: [...SIGNING_ALGS],
      requiredClaims: REQUIRED_CLAIMS,
    });
  }
}
