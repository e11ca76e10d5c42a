import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { ClientFactory } from '../../clients/client.factory';
import { ClientRepository } from '../../clients/client.repository';
import { ClientMetadataReader } from '../../core/metadata/client-metadata.reader';
import type { Jwk } from '../../core/jose/jwk';
import type { OperatorPolicy } from '../../core/metadata/operator-choice';
import type { AuthMethod } from '../../core/metadata/vocabulary';
import type { StoredSecret } from '../../platform/secrets/secret-vault';
import type { ClientAuthenticationMethod } from './client-authentication-method';

/** A client that nobody can authenticate as, and the way to read it from its row once more. */
interface StandIn {
  readonly client: Client;
  readonly readAgain: () => Client;
}

const RSA_MODULUS_OCTETS = 256;
/** By what stand-ins are read: there is one of every method, whatever the operator permits. */
const EVERYTHING: OperatorPolicy = {
  scopes: ['openid', 'profile'],
  defaultScopes: ['openid', 'profile'],
  scopePolicy: 'narrow',
  privateUseSchemes: [],
  grantPolicy: 'narrow',
  applicationTypePolicy: 'infer',
  extensions: [],
  permits: () => true,
  offers: ({ is }) => is.supported,
};

/**
 * Stands in for clients that do not exist, so that refusing them costs what refusing a wrong proof costs: one for each
 * method, as complete as a client that was registered, and read from its row in the same way.
 */
@Injectable()
export class StandInClientsService {
  private readonly standIns = new Map<AuthMethod, StandIn>();
  private readonly reader = new ClientMetadataReader(EVERYTHING);
  private readonly jwks = { keys: publicKeys() };

  constructor(
    private readonly issuer: ClientFactory,
    private readonly clients: ClientRepository,
  ) {}

  /** In the place of a client that is not there: its row is read, as that of a client would have been. */
  forUnknown({ serves: [method] }: ClientAuthenticationMethod): Client {
    return this.of(method).readAgain();
  }

  /** In the place of a client that was read already and may not use this method. */
  forKnown({ serves: [method] }: ClientAuthenticationMethod): Client {
    return this.of(method).client;
  }

  private of(method: AuthMethod): StandIn {
    const known = this.standIns.get(method);
    if (known) return known;
    const metadata = this.reader.read({ ...METADATA, ...this.ownOf(method) });
    const { client } = this.issuer.issue(Object.assign(metadata, { token_endpoint_auth_method: method }));
    const client_secrets = client.client_secrets.map(withoutEnd);
    const readAgain = this.clients.readerOf(Object.assign(client, { client_secrets }));
    const standIn = { client: readAgain(), readAgain };
    this.standIns.set(method, standIn);
    return standIn;
  }

  /** What a method compares: a key of every type, for the request chooses the algorithm; the name of a certificate. */
  private ownOf(method: AuthMethod): Readonly<Record<string, unknown>> {
    const own: Partial<Record<AuthMethod, object>> = {
      private_key_jwt: { jwks: this.jwks },
      // To register it takes a certificate, to be compared it takes keys alone.
      self_signed_tls_client_auth: { jwks: this.jwks, token_endpoint_auth_method: 'private_key_jwt' },
      tls_client_auth: { tls_client_auth_subject_dn: 'CN=nobody' },
    };
    return { token_endpoint_auth_method: method, ...own[method] };
  }
}

/** Where secrets expire: one that has expired would cost less to compare. */
const withoutEnd = (secret: StoredSecret): StoredSecret =>
  secret.expires_at === undefined ? secret : { ...secret, expires_at: Number.MAX_SAFE_INTEGER };

/** As much as most clients register. */
const METADATA = {
  client_name: 'Nobody',
  redirect_uris: ['https://client.invalid/callback'],
  client_uri: 'https://client.invalid/',
};

/** Public keys of all types whose private parts nobody keeps. */
const publicKeys = (): Jwk[] => {
  const edwards = generateKeyPairSync('ed25519').publicKey;
  const curves = ['P-256', 'P-384', 'P-521'].map((namedCurve) => generateKeyPairSync('ec', { namedCurve }).publicKey);
  return [rsaKey(), ...[edwards, ...curves].map((key) => key.export({ format: 'jwk' }) as Jwk)];
};

/** A public key whose private part nobody has ever known: a modulus that is merely random. */
const rsaKey = (): Jwk => {
  const modulus = randomBytes(RSA_MODULUS_OCTETS);
  modulus[0] = 0x80 | (modulus[0] ?? 0);
  modulus[RSA_MODULUS_OCTETS - 1] = 1 | (modulus[RSA_MODULUS_OCTETS - 1] ?? 0);
  return { kty: 'RSA', e: 'AQAB', n: modulus.toString('base64url') };
};
