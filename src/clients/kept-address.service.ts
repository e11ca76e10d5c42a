import { Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../core/request-context';
import { KeyRing } from '../platform/secrets/key-ring';
import type { ClientLineage } from './client-lineage';
import { AddressOptions } from './client-options';

/** Most callers come again from the same address, and a look-up costs less than a hash. */
const MOST_ADDRESSES = 1000;

/** The address of a caller as `CLIENT_ADDRESSES` permits to keep it, or to give it to others. */
export type KeptAddress = Pick<ClientLineage, 'address' | 'address_hash'>;

/**
 * Decides in which form the address of a caller is kept. A command without `SECRET_KEYS` has no key ring, and no caller
 * with an address.
 */
@Injectable()
export class KeptAddressService {
  private readonly hashes = new LRUCache<string, string>({ max: MOST_ADDRESSES });

  constructor(
    private readonly options: AddressOptions,
    @Optional() private readonly ring?: KeyRing,
  ) {}

  /** The address itself, its keyed hash, or nothing. */
  of({ address }: Pick<RequestContext, 'address'>): KeptAddress {
    const { addresses } = this.options;
    if (address === undefined || addresses === 'none') return {};
    return addresses === 'plain' ? { address } : { address_hash: this.hashOf(address) };
  }

  private hashOf(address: string): string {
    const known = this.hashes.get(address);
    if (known !== undefined) return known;
    if (!this.ring) throw new Error('the hash of an address needs SECRET_KEYS');
    const hash = this.ring.hash(address);
    this.hashes.set(address, hash);
    return hash;
  }
}
