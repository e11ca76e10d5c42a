import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Client } from '../clients/client.entity';
import type { ClientMetadata } from '../clients/metadata/client-metadata.dto';
import type { Jwk } from '../clients/metadata/kinds/key-set';
import { SecretVault } from '../secrets/secret-vault';
import type { ClientAuthenticationMethod } from './client-authentication-method';

const DECOY_ID = 'decoy';
const RSA_MODULUS_OCTETS = 256;

/** Stands in for clients that do not exist, so that refusing them costs what refusing a wrong proof costs. */
@Injectable()
export class Decoys {
  private readonly client_secrets;
  private readonly jwks: { keys: Jwk[] };

  constructor(vault: SecretVault) {
    const edwards = generateKeyPairSync('ed25519').publicKey;
    const curves = ['P-256', 'P-384', 'P-521'].map((namedCurve) => generateKeyPairSync('ec', { namedCurve }).publicKey);
    this.jwks = { keys: [rsaKey(), ...[edwards, ...curves].map((key) => key.export({ format: 'jwk' }) as Jwk)] };
    this.client_secrets = [vault.keep(vault.generate(64), DECOY_ID)];
  }

  /** A client of this method whose secrets and keys nobody has. */
  of({ serves }: ClientAuthenticationMethod): Client {
    const metadata: Partial<ClientMetadata> = {
      ...(serves[0] && { token_endpoint_auth_method: serves[0] }),
      jwks: this.jwks,
      tls_client_auth_subject_dn: 'CN=nobody',
    };
    return Object.assign(new Client(), { client_id: DECOY_ID, metadata, client_secrets: this.client_secrets });
  }
}

/** A public key whose private part nobody has ever known: a modulus that is merely random. */
const rsaKey = (): Jwk => {
  const modulus = randomBytes(RSA_MODULUS_OCTETS);
  modulus[0] = 0x80 | (modulus[0] ?? 0);
  modulus[RSA_MODULUS_OCTETS - 1] = 1 | (modulus[RSA_MODULUS_OCTETS - 1] ?? 0);
  return { kty: 'RSA', e: 'AQAB', n: modulus.toString('base64url') };
};
