/** A request, sent again and again. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the load generator is asked to do. */
export interface LoadPlan {
  /** Scheme, host and port. */
  readonly origin: string;
  /** One, or several that each connection sends in turn, each beginning with another one. */
  readonly requests: readonly LoadRequest[];
  /** The status of a good answer; any other is an error. */
  readonly expected: number;
  readonly connections: number;
  readonly seconds: number;
  /** The rate to keep to; without it, as fast as the answers come. */
  readonly requestsPerSecond?: number;
}

/** What came of it. Times are in milliseconds. */
export interface LoadResult {
  /** Good answers, and those per second. */
  readonly answers: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Wrong statuses, failed connections and timeouts. */
  readonly errors: number;
  /** How often each status came. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** What the load generator itself used. */
  readonly generatorCpuSeconds: number;
}
