import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../core/request-context';
import { Environment } from '../platform/config/environment';
import { networkOf } from '../platform/http/network-of';
import { MINUTE_SECONDS, type RateLimit } from '../platform/rate-limits/rate-limit';
import { RateLimits } from '../platform/rate-limits/rate-limits.service';

/**
 * How many documents may be requested: anybody can make this server send requests by inventing addresses. The limits of
 * one browser and of one host count what gave no document; the limit of all counts everything.
 */
@Injectable()
export class DocumentFetchLimit {
  private readonly ofCallers: RateLimit;
  private readonly ofHosts: RateLimit;
  private readonly ofAll: RateLimit;

  constructor(rates: RateLimits, environment: Environment) {
    const { RATE_LIMIT_CLIENT_DOCUMENTS, RATE_LIMIT_CLIENT_DOCUMENTS_HOST, RATE_LIMIT_CLIENT_DOCUMENTS_TOTAL } =
      environment;
    const each = (by: string, most: number): RateLimit =>
      rates.of({ name: `documents-by-${by}`, most, seconds: MINUTE_SECONDS });
    this.ofCallers = each('caller', RATE_LIMIT_CLIENT_DOCUMENTS);
    this.ofHosts = each('host', RATE_LIMIT_CLIENT_DOCUMENTS_HOST);
    this.ofAll = each('all', RATE_LIMIT_CLIENT_DOCUMENTS_TOTAL);
  }

  /** Counts a request. Returns the seconds until it may be sent; 0 if it may now. A task of the server has no address. */
  async take({ address }: RequestContext, host: string): Promise<number> {
    const ofCaller = address === undefined ? 0 : await this.ofCallers.take(networkOf(address));
    if (ofCaller > 0) return ofCaller;
    return Math.max(await this.ofHosts.take(host), await this.ofAll.take(''));
  }

  /** Removes a request that gave a document from the counts of its caller and its host. */
  async succeeded({ address }: RequestContext, host: string): Promise<void> {
    if (address !== undefined) await this.ofCallers.undo(networkOf(address));
    await this.ofHosts.undo(host);
  }
}
