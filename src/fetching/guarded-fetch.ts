import { rootCertificates } from 'node:tls';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import type { Environment } from '../config/environment';
import { invalidClientMetadata } from '../oauth/registration-errors';
import { guardedConnector } from './guarded-connector';
import { readJson } from './read-json';
import { type ResolveHost, resolveHost } from './resolve-host';
import { Turns, TurnsByHost } from './turns';

/** What is fetched: for which member of client metadata, and how long it may be. */
export interface FetchTarget {
  /** The member whose value the address is; the error names it. */
  readonly member: string;
  /** At most so many bytes: 5 KiB unless told otherwise, never more than 64 KiB. */
  readonly limitBytes?: number;
}

const KIB = 1024;
const DEFAULT_LIMIT_BYTES = 5 * KIB;
const MAX_LIMIT_BYTES = 64 * KIB;
const TOTAL_MS = 2500;
const AT_ONCE = 32;
const AT_ONCE_PER_HOST = 2;

/**
 * The one way out: whatever this server fetches at an address that a client named, it fetches here. https only, public
 * addresses only, no redirects, so many bytes, so much time, so many at once. `FETCH_ALLOW_PRIVATE_HOSTS` names hosts
 * that may be elsewhere, `FETCH_CA` certificates that are trusted besides the usual ones.
 */
export class GuardedFetch implements OnApplicationShutdown {
  private readonly agent: Agent;
  private readonly turns = new Turns(AT_ONCE);
  private readonly turnsByHost = new TurnsByHost(AT_ONCE_PER_HOST);

  constructor(
    { FETCH_ALLOW_PRIVATE_HOSTS, FETCH_CA }: Pick<Environment, 'FETCH_ALLOW_PRIVATE_HOSTS' | 'FETCH_CA'>,
    resolve: ResolveHost = resolveHost,
  ) {
    this.agent = new Agent({
      connect: guardedConnector({
        timeoutMs: TOTAL_MS,
        privateHosts: FETCH_ALLOW_PRIVATE_HOSTS,
        resolve,
        ...(FETCH_CA !== undefined && { ca: [...rootCertificates, FETCH_CA] }),
      }),
    });
  }

  /**
   * Takes an https address, gives the JSON that it answers. Throws `InvalidRegistration` saying that the member could
   * not be fetched, in the same words whatever went wrong, so that nobody learns from it what stands behind an address;
   * the reason is its `cause`.
   */
  async json(url: string, { member, limitBytes = DEFAULT_LIMIT_BYTES }: FetchTarget): Promise<unknown> {
    try {
      return await this.get(fetchable(url), Math.min(limitBytes, MAX_LIMIT_BYTES), AbortSignal.timeout(TOTAL_MS));
    } catch (cause) {
      throw invalidClientMetadata(member, 'could not be fetched', REMEDY, cause);
    }
  }

  /** Ends what is on its way. */
  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async get(
    { origin, hostname, pathname, search }: URL,
    limitBytes: number,
    signal: AbortSignal,
  ): Promise<unknown> {
    const endHostTurn = await this.turnsByHost.take(hostname, signal);
    try {
      const endTurn = await this.turns.take(signal);
      try {
        const path = `${pathname}${search}`;
        return await readJson(
          await this.agent.request({ origin, path, method: 'GET', headers: HEADERS, signal }),
          limitBytes,
        );
      } finally {
        endTurn();
      }
    } finally {
      endHostTurn();
    }
  }
}

const REMEDY =
  'let its address answer within 2 seconds with status 200, application/json and no redirect on a public host';
const HEADERS = { accept: 'application/json, application/jwk-set+json', 'accept-encoding': 'identity' };

const fetchable = (text: string): URL => {
  const url = new URL(text);
  if (url.protocol !== 'https:') throw new Error(`${url.protocol} is not encrypted`);
  if (url.username !== '' || url.password !== '') throw new Error('the address carries user information');
  return url;
};
