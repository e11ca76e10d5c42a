import { Injectable } from '@nestjs/common';
import { encrypted } from '../../access-tokens/client-encryption';
import type { Client } from '../../clients/client.entity';
import { Environment } from '../../platform/config/environment';
import { tokenIssuer } from '../../platform/config/own-addresses';
import { accepts } from '../../platform/http/accepts';
import { SigningKeysService } from '../../signing-keys/signing-keys.service';
import type { Introspection } from './introspection.service';

const TYPE = 'token-introspection+jwt';

/** The media type of a signed answer (RFC 9701 section 5). */
export const INTROSPECTION_JWT = `application/${TYPE}`;

/** Signs the answers of introspection for those who must prove later what they were told (RFC 9701). */
@Injectable()
export class IntrospectionJwtService {
  constructor(
    private readonly environment: Environment,
    private readonly keys: SigningKeysService,
  ) {}

  /** The answer as a JWT for the caller, encrypted if it registered that. */
  async sign({ client_id, metadata }: Client, token_introspection: Introspection): Promise<string> {
    const jwt = await this.keys.sign(metadata.introspection_signed_response_alg, TYPE, {
      iss: tokenIssuer(this.environment),
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

/** Whether the `Accept` header of a request asks for a signed answer. */
export const wantsJwt = (accept?: string): boolean => accepts(INTROSPECTION_JWT, accept);
