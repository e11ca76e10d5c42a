import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import type { Jwk } from '../../clients/metadata/kinds/key-set';
import { RemoteKeySets } from './remote-key-sets';

type Select = (keys: readonly Jwk[]) => Jwk[];

/** The public keys of clients: registered by value, or at their `jwks_uri`. */
@Injectable()
export class ClientKeys {
  constructor(private readonly remote: RemoteKeySets) {}

  /** Those keys of a client that `select` takes; when it takes none, those at `jwks_uri` are asked for once more. */
  async select({ metadata: { jwks, jwks_uri } }: Client, select: Select): Promise<Jwk[]> {
    if (jwks_uri === undefined) return select(jwks?.keys ?? []);
    const selected = select(await this.remote.current(jwks_uri));
    return selected.length > 0 ? selected : select(await this.remote.renewed(jwks_uri));
  }
}
