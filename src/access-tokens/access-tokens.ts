import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import type { Client } from '../clients/client.entity';
import { ClientRepository } from '../clients/client.repository';
import { scopeTokens } from '../clients/metadata/scope';
import { ACCESS_TOKEN_ALGS } from '../clients/metadata/vocabulary';
import { Environment } from '../config/environment';
import { SigningKeys } from '../keys/signing-keys';
import { type AccessToken, TokenRefused } from './access-token';

const TYPE = 'at+jwt';
const REQUIRED_CLAIMS = ['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti'];

/** Access tokens as JWTs (RFC 9068), signed by the algorithm that the client registered. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly environment: Environment,
    private readonly keys: SigningKeys,
    private readonly clients: ClientRepository,
  ) {}

  /** How long a token lives, in seconds. */
  get lifetime(): number {
    return this.environment.ACCESS_TOKEN_LIFETIME;
  }

  /** A token for a client, limited to these scope tokens. Signing happens off the event loop. */
  issue({ client_id, metadata }: Client, scope: readonly string[]): Promise<string> {
    const { alg, kid, privateKey } = this.keys.signer(metadata.token_signed_response_alg);
    const { ISSUER } = this.environment;
    const issuedAt = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: ISSUER,
      aud: ISSUER,
      sub: client_id,
      client_id,
      ...(scope.length > 0 && { scope: scope.join(' ') }),
      iat: issuedAt,
      exp: issuedAt + this.lifetime,
      jti: randomUUID(),
    })
      .setProtectedHeader({ typ: TYPE, alg, kid })
      .sign(privateKey);
  }

  /** Gives what a token of ours permits. Throws {@link TokenRefused} when it is not valid now, its client gone included. */
  async verify(token: string): Promise<AccessToken> {
    const { sub = '', client_id, jti = '', scope } = await this.claimsOf(token);
    if (sub !== client_id) throw new TokenRefused('sub and client_id differ');
    const client = await this.clients.find(sub);
    if (!client) throw new TokenRefused('its client is gone');
    return { jti, client, scope: scopeTokens(typeof scope === 'string' ? scope : '') };
  }

  private async claimsOf(token: string): Promise<JWTPayload> {
    const { ISSUER } = this.environment;
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(this.keys.publicKeys()), {
        typ: TYPE,
        issuer: ISSUER,
        audience: ISSUER,
        algorithms: [...ACCESS_TOKEN_ALGS],
        requiredClaims: REQUIRED_CLAIMS,
      });
      return payload;
    } catch (cause) {
      if (cause instanceof errors.JOSEError) throw new TokenRefused(cause.message, { cause });
      throw cause;
    }
  }
}
