import type { Machine } from '../support/machine';
import type { Measurement } from '../support/measure';

/** A target in a scenario. */
export interface Row {
  readonly target: string;
  readonly label: string;
  readonly durably: string;
  readonly rounds: readonly Measurement[];
  /** Why there are not as many rounds as asked for. */
  readonly failure?: string;
}

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Signatures a second of the machine alone, per round. */
  readonly signing?: { readonly alg: string; readonly rounds: readonly number[] };
}

export interface ComparedTarget {
  readonly name: string;
  readonly label: string;
  readonly version: string;
  readonly durably: string;
  readonly checks: string;
  /** Why it did not start. */
  readonly failure?: string;
}

/** All that a run found out; this is the JSON report. */
export interface Results {
  readonly startedAt: string;
  readonly machine: Machine;
  readonly postgres: string;
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly targets: readonly ComparedTarget[];
  readonly scenarios: readonly ScenarioResult[];
}
