import { isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { OnApplicationShutdown } from '@nestjs/common';
import { buildConnector, Client } from 'undici';
import type { Environment } from '../config/environment';
import { FetchSlots } from './fetch-slots';
import { fromFirstReached } from './first-reached';
import { OutboundFailed } from './outbound-failed';
import { INTERNET, type Network, permittedAddresses } from './permitted-addresses';
import { type ReadLimits, readJson } from './read-json';

/** What something is fetched for. No purpose can use up the slots of another. */
export type Purpose = 'client authentication' | 'statement issuers' | 'registration';

/** How something is fetched: for what, how many bytes long it may be, and whether its media type counts. */
export interface FetchTarget {
  readonly purpose: Purpose;
  /** 5 KiB unless told otherwise, never more than 64 KiB. */
  readonly limitBytes?: number;
  readonly anyMediaType?: boolean;
}

const KIB = 1024;
const DEFAULT_LIMIT_BYTES = 5 * KIB;
const MAX_LIMIT_BYTES = 64 * KIB;
/** So long an address may take to answer, in seconds. */
export const ANSWER_WITHIN_SECONDS = 2.5;
const TOTAL_MS = ANSWER_WITHIN_SECONDS * 1000;

/**
 * The one way out: whatever this server fetches at an address that a client named, it fetches here. https only, public
 * addresses only, no redirects, so many bytes, so much time, so many at once. `FETCH_ALLOW_PRIVATE_HOSTS` names hosts
 * that may be elsewhere, `FETCH_CA` certificates that are trusted besides the usual ones.
 */
export class GuardedFetchService implements OnApplicationShutdown {
  private readonly privateHosts: readonly string[];
  private readonly ca: { readonly ca?: string[] };
  private readonly network: Network;
  /** The connections of what is on its way: as many as there are slots. */
  private readonly clients = new Set<Client>();
  private isStopped = false;
  private readonly slots: Readonly<Record<Purpose, FetchSlots>> = {
    'client authentication': new FetchSlots(),
    'statement issuers': new FetchSlots(),
    registration: new FetchSlots(),
  };

  constructor(
    { FETCH_ALLOW_PRIVATE_HOSTS, FETCH_CA }: Pick<Environment, 'FETCH_ALLOW_PRIVATE_HOSTS' | 'FETCH_CA'>,
    network: Partial<Network> = {},
  ) {
    this.privateHosts = FETCH_ALLOW_PRIVATE_HOSTS;
    this.ca = FETCH_CA === undefined ? {} : { ca: [...rootCertificates, FETCH_CA] };
    this.network = { ...INTERNET, ...network };
  }

  /**
   * Takes an https address, gives the JSON that it answers. Throws {@link OutboundFailed}, and `TemporarilyUnavailable`
   * when too much is being fetched to ask at all. Let nobody who named the address read why it failed: that would tell
   * them what stands behind it.
   */
  async json(
    url: string,
    { purpose, limitBytes = DEFAULT_LIMIT_BYTES, anyMediaType = false }: FetchTarget,
  ): Promise<unknown> {
    const slots = this.slots[purpose];
    const target = fetchable(url);
    const limits = { limitBytes: Math.min(limitBytes, MAX_LIMIT_BYTES), anyMediaType };
    const addresses = await slots.lookUp(() => failing(permittedAddresses(target, this.privateHosts, this.network)));
    return fromFirstReached(addresses, TOTAL_MS, (address, connectMs) =>
      slots.connect(address, () => failing(this.get(target, { address, connectMs }, limits))),
    );
  }

  /** Ends what is on its way. */
  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    await Promise.all([...this.clients].map((client) => client.destroy()));
  }

  /** On a connection of its own: what is fetched once in minutes keeps no connection. */
  private async get(
    { origin, pathname, search }: URL,
    { address, connectMs }: { readonly address: string; readonly connectMs: number },
    limits: ReadLimits,
  ): Promise<unknown> {
    if (this.isStopped) throw new Error('the server stops');
    const connect = buildConnector({ ...this.ca, timeout: connectMs, allowH2: false, lookup: answering(address) });
    const client = new Client(origin, { connect });
    this.clients.add(client);
    const signal = AbortSignal.timeout(TOTAL_MS);
    try {
      const path = `${pathname}${search}`;
      return await readJson(await client.request({ path, method: 'GET', headers: HEADERS, signal }), limits);
    } finally {
      this.clients.delete(client);
      await client.destroy();
    }
  }
}

const HEADERS = { accept: 'application/json, application/jwk-set+json, */*;q=0.1', 'accept-encoding': 'identity' };

const fetchable = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') throw new OutboundFailed('the address is not https');
  if (url.username !== '' || url.password !== '') throw new OutboundFailed('the address carries user information');
  return url;
};

/** Answers a connection that asks for the addresses of its host with the one that was judged. */
const answering =
  (address: string): LookupFunction =>
  (_hostname, { all }, callback) => {
    const family = isIP(address);
    if (all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

const failing = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (cause) {
    const { message = 'it failed' } = cause as Partial<Error>;
    throw new OutboundFailed(message, { cause });
  }
};
