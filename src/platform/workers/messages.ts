/** What the primary orders a worker: to stop at once, or to retire because another has taken its post. */
export type PrimaryMessage = 'stop' | 'retire';

/** The last words of a worker that could not start. */
export interface FailureReport {
  readonly failure: string;
}
