import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Client } from '../clients/client.entity';
import type { ClientLineage } from '../clients/client-lineage';
import type { RequestContext } from '../core/request-context';
import { KeyRing } from '../platform/secrets/key-ring';
import type { ValidatedRequest } from '../registration-requests/registration-request.validator';
import { LineageOptions } from './lineage-options';

/** Most callers register again from the same address, and a look-up costs less than a hash. */
const MOST_ADDRESSES = 1000;
const MOST_CHARACTERS = 200;

/** The columns that say what brought a client. */
type LineageColumns = Required<Pick<Client, 'initial_access_token' | 'registrar' | 'policies' | 'lineage'>>;

/** Decides what is kept of the request that registers a client. No update changes it. */
@Injectable()
export class LineageService {
  private readonly hashes = new LRUCache<string, string>({ max: MOST_ADDRESSES });

  constructor(
    private readonly options: LineageOptions,
    private readonly ring: KeyRing,
  ) {}

  /** The columns of the client that a valid request registers. */
  columnsOf(context: RequestContext, { policy, statement }: ValidatedRequest): LineageColumns {
    const { actor, userAgent } = context;
    const lineage: ClientLineage = {
      ...this.addressOf(context),
      ...(userAgent !== undefined && { user_agent: printable(userAgent) }),
      ...(statement && { statement }),
    };
    return {
      initial_access_token: actor.type === 'initial_access_token' ? actor.id : null,
      registrar: actor.type === 'access_token' ? actor.client_id : null,
      policies: policy?.admitting ?? null,
      lineage: Object.keys(lineage).length > 0 ? lineage : null,
    };
  }

  private addressOf({ address }: RequestContext): Pick<ClientLineage, 'address' | 'address_hash'> {
    const { addresses } = this.options;
    if (address === undefined || addresses === 'none') return {};
    return addresses === 'plain' ? { address } : { address_hash: this.hashOf(address) };
  }

  private hashOf(address: string): string {
    const known = this.hashes.get(address);
    if (known !== undefined) return known;
    const hash = this.ring.hash(address);
    this.hashes.set(address, hash);
    return hash;
  }
}

/** The visible ASCII characters and spaces of a header, which may contain others (RFC 9110 section 5.5). */
const printable = (header: string): string => header.slice(0, MOST_CHARACTERS).replaceAll(/[^\x20-\x7e]/g, '?');
