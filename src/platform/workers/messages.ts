/** From the primary: `stop` ends the worker; `retire` ends it after its open connections, because another replaces it. */
export type PrimaryMessage = 'stop' | 'retire';

/** From a worker that cannot start: the reason. */
export interface FailureReport {
  readonly failure: string;
}
