import { Injectable } from '@nestjs/common';
import { encrypted } from '../../../access-tokens/client-encryption';
import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { accepts } from '../../../platform/http/accepts';
import { SigningKeysService } from '../../../signing-keys/signing-keys.service';
import type { Introspection } from './introspection.service';

const TYPE = 'token-introspection+jwt';

/** The media type of a signed response (RFC 9701 section 5). */
export const INTROSPECTION_JWT = `application/${TYPE}`;

/** Signs introspection responses, for resource servers that have to prove later what they received (RFC 9701). */
@Injectable()
export class IntrospectionJwtService {
  constructor(private readonly keys: SigningKeysService) {}

  /** The response as a JWT for the client, encrypted if the client registered that. */
  async sign(
    { issuer }: RequestContext,
    { client_id, metadata }: Client,
    token_introspection: Introspection,
  ): Promise<string> {
    const jwt = await this.keys.sign(metadata.introspection_signed_response_alg, TYPE, {
      iss: issuer.tokenIssuer,
      aud: client_id,
      iat: Math.floor(Date.now() / 1000),
      token_introspection,
    });
    return encrypted(jwt, {
      alg: metadata.introspection_encrypted_response_alg,
      enc: metadata.introspection_encrypted_response_enc,
      jwks: metadata.jwks,
    });
  }
}

/** Whether the `Accept` header of a request asks for a signed response. */
export const wantsJwt = (accept?: string): boolean => accepts(INTROSPECTION_JWT, accept);
