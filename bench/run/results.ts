import type { Machine } from '../support/machine';
import type { Signing } from './signing';
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
  /** Signing alone, per round. */
  readonly signing?: { readonly alg: string; readonly rounds: readonly Signing[] };
}

export interface ComparedTarget {
  readonly name: string;
  readonly label: string;
  readonly version: string;
  /** The version of Node that it ran on. */
  readonly node: string;
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
  /** What `npm run bench` does not measure, and the command that does. */
  readonly otherBenches: Readonly<Record<string, string>>;
  readonly targets: readonly ComparedTarget[];
  readonly scenarios: readonly ScenarioResult[];
}
