/** The purposes of requests. Each has its own slots. */
export const PURPOSES = [
  'client authentication',
  'statement issuers',
  'registration',
  'decisions',
  'webhooks',
  'own address',
  'administrators',
  'upstreams',
  'client documents',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A request for a JSON document. */
export interface OutboundGet {
  readonly purpose: Purpose;
  /** The longest accepted document, 5 KiB by default and 64 KiB at most. */
  readonly limitBytes?: number;
  /** Whether a document of any media type is accepted. Many servers of static files have none for a key set. */
  readonly anyMediaType?: boolean;
  /** Further headers. They cannot replace those of every request. */
  readonly headers?: OutboundHeaders;
  /** Whether the address may be http on a loopback host: the operator wrote it so. */
  readonly permitsPlainLoopback?: boolean;
}

/** A request for a document with the parts of its response that say for how long it is valid. */
export interface OutboundDocumentGet extends Pick<
  OutboundGet,
  'purpose' | 'limitBytes' | 'headers' | 'permitsPlainLoopback'
> {
  /** The media types that are asked for (RFC 9110 section 12.5.1). Every media type of JSON is accepted. */
  readonly accept: string;
  /** Whether hosts of `FETCH_ALLOW_PRIVATE_HOSTS` may have private addresses. */
  readonly allowsPrivateHosts: boolean;
  /** Ends the request when it aborts. */
  readonly signal: AbortSignal;
}

/** A request with a JSON body, such as an event for a webhook or a question to a service of the operator. */
export interface OutboundPost extends Pick<OutboundGet, 'purpose' | 'limitBytes'> {
  /** A JSON value. */
  readonly body: unknown;
  /** Further headers. They are computed from the octets that are sent, so that they can contain a signature of these. */
  readonly headers?: (body: Uint8Array) => OutboundHeaders | Promise<OutboundHeaders>;
  /** The time limit for the response, 2.5 seconds by default and 10 at most. */
  readonly timeoutMs?: number;
  /** Ends the request when it aborts. */
  readonly signal?: AbortSignal;
}

/** A request to an address that only the operator named, whose response is given whatever it is. */
export interface OutboundExchange extends Pick<
  OutboundGet,
  'purpose' | 'limitBytes' | 'headers' | 'permitsPlainLoopback'
> {
  readonly method: 'GET' | 'POST';
  readonly body?: Uint8Array;
  /** The time limit for the response, 10 seconds at most. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** The whole response to an {@link OutboundExchange}. */
export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Header values by name. */
export type OutboundHeaders = Readonly<Record<string, string>>;

/** The request that is sent over the connection. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: OutboundHeaders;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** The default time limit for a response, in seconds. */
export const ANSWER_WITHIN_SECONDS = 2.5;
const LONGEST_TIMEOUT_MS = 10_000;

const KIB = 1024;
const DEFAULT_LIMIT_BYTES = 5 * KIB;
const MAX_LIMIT_BYTES = 64 * KIB;

/** The longest document that a request accepts, in bytes. */
export const limitOf = ({ limitBytes = DEFAULT_LIMIT_BYTES }: Pick<OutboundGet, 'limitBytes'>): number =>
  Math.min(limitBytes, MAX_LIMIT_BYTES);

/** A GET for a JSON document. */
const GET: WireRequest = {
  method: 'GET',
  headers: { accept: 'application/json, application/jwk-set+json, */*;q=0.1', 'accept-encoding': 'identity' },
  timeoutMs: ANSWER_WITHIN_SECONDS * 1000,
};

/** The GET of a document. */
export const getOf = ({ headers }: Pick<OutboundGet, 'headers'>): WireRequest =>
  headers ? { ...GET, headers: { ...lowerCased(headers), ...GET.headers } } : GET;

/** The GET of a document of these media types. */
export const documentGetOf = ({ headers, accept, signal }: OutboundDocumentGet): WireRequest => ({
  ...GET,
  headers: { ...lowerCased(headers), ...GET.headers, accept },
  signal,
});

/** The POST of a JSON body. The headers of the request cannot replace those that describe the body. */
export const postOf = async ({
  body,
  headers,
  signal,
  timeoutMs = GET.timeoutMs,
}: OutboundPost): Promise<WireRequest> => {
  const octets = Buffer.from(JSON.stringify(body));
  return {
    method: 'POST',
    headers: {
      ...lowerCased(await headers?.(octets)),
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
    },
    body: octets,
    timeoutMs: Math.min(timeoutMs, LONGEST_TIMEOUT_MS),
    ...(signal && { signal }),
  };
};

/** The request of an exchange. The body is not asked for in a compressed form. */
export const exchangeOf = ({ method, headers, body, timeoutMs, signal }: OutboundExchange): WireRequest => ({
  method,
  headers: { ...lowerCased(headers), 'accept-encoding': 'identity' },
  timeoutMs: Math.min(timeoutMs, LONGEST_TIMEOUT_MS),
  ...(body && { body }),
  ...(signal && { signal }),
});

const lowerCased = (headers: OutboundHeaders = {}): OutboundHeaders =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
