import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { ClientFactory } from '../../clients/client.factory';
import { ClientRepository } from '../../clients/client.repository';
import { ClientMetadataReader } from '../../core/metadata/client-metadata.reader';
import type { OperatorPolicy } from '../../core/metadata/operator-policy';
import type { AuthMethod } from '../../core/metadata/vocabulary';
import type { StoredSecret } from '../../platform/secrets/secret-vault.service';
import type { AuthenticationMethodDefinition } from './authentication-method.decorator';

/**
 * A client whose credentials are random, so that no authentication succeeds, and a function that reads it from its row
 * again.
 */
interface StandIn {
  readonly client: Client;
  readonly readAgain: () => Client;
}

/** The policy by which stand-ins are read: there is one of every method, whatever the operator permits. */
const EVERYTHING: OperatorPolicy = {
  scopes: ['openid', 'profile'],
  defaultScopes: ['openid', 'profile'],
  scopePolicy: 'narrow',
  privateUseSchemes: [],
  grantPolicy: 'narrow',
  applicationTypePolicy: 'infer',
  extensions: [],
  permits: () => true,
  has: () => true,
  offers: ({ is }) => is.supported,
};

/** As many members as most clients register. */
const METADATA = {
  client_name: 'Nobody',
  redirect_uris: ['https://client.invalid/callback'],
  client_uri: 'https://client.invalid/',
};

/** What brought it, as most clients have it. */
const ORIGIN = {
  registrar: '00000000-0000-7000-8000-000000000000',
  lineage: { address_hash: `1.${'A'.repeat(43)}`, user_agent: 'program/1.0' },
} satisfies Pick<Client, 'registrar' | 'lineage'>;

/**
 * Replaces clients that do not exist, so that their refusal takes as long as the refusal of a wrong proof. There is one
 * stand-in for each method. It has as many members as a registered client, and is read from its row in the same way.
 */
@Injectable()
export class StandInClientsService {
  private readonly standIns = new Map<AuthMethod, StandIn>();
  private readonly reader = new ClientMetadataReader(EVERYTHING);

  constructor(
    private readonly factory: ClientFactory,
    private readonly clients: ClientRepository,
  ) {}

  /** In place of a client that does not exist. Its row is read, as that of a client would have been. */
  forUnknown(method: AuthenticationMethodDefinition): Client {
    return this.of(method).readAgain();
  }

  /** In place of a client that was read and may not use this method. */
  forKnown(method: AuthenticationMethodDefinition): Client {
    return this.of(method).client;
  }

  private of({ name, standIn: own }: AuthenticationMethodDefinition): StandIn {
    const known = this.standIns.get(name);
    if (known) return known;
    const metadata = this.reader.read({ ...METADATA, token_endpoint_auth_method: name, ...own });
    const { client } = this.factory.issue(Object.assign(metadata, { token_endpoint_auth_method: name }));
    const client_secrets = client.client_secrets.map(withoutEnd);
    const readAgain = this.clients.readerOf(Object.assign(client, { client_secrets, ...ORIGIN }));
    const standIn = { client: readAgain(), readAgain };
    this.standIns.set(name, standIn);
    return standIn;
  }
}

/** An expired secret would take less time to compare. */
const withoutEnd = (secret: StoredSecret): StoredSecret =>
  secret.expires_at === undefined ? secret : { ...secret, expires_at: Number.MAX_SAFE_INTEGER };
