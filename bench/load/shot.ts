import type { IncomingHttpHeaders } from 'node:http';

/** One request, and the status of the answer that it is to get. */
export interface Shot {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expected: number;
  /** Takes the body of the expected answer, and its headers. */
  readonly then?: (body: string, headers: IncomingHttpHeaders) => void;
}

/** Gives the next request; nothing when there are no more. */
export type Traffic = () => Shot | undefined;

/** What came of a load. Times are in milliseconds. */
export interface Outcome {
  readonly times: readonly number[];
  readonly seconds: number;
  /** Unexpected answers and failed connections. */
  readonly errors: number;
  /** The first of them, for people to read. */
  readonly firstError?: string;
}

/** The value that this share of all others does not exceed. The values may stand in any order; 0 of none. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
