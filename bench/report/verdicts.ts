import type { Results } from '../run/results';
import { medianRatio, summariesOf, summaryIn } from './summary';
import { signingShares } from './signing-share';

/** A target of the product and what was measured. */
export interface Verdict {
  readonly target: string;
  readonly measured: string;
  readonly isReached: boolean | undefined;
}

const SQLITE = 'clientele-sqlite';
const POSTGRES = 'clientele-postgres';
const PEER_MEMORY = 'oidc-provider-memory';
const PEER_POSTGRES = 'oidc-provider-postgres';
const MAX_P99 = 4;
const MAX_PEAK_MIB = 200;

/** Each target as a ratio within this run; what was not measured has no verdict. */
export const verdicts = (results: Results): Verdict[] => [
  ...['register-minimal', 'register-web'].flatMap((scenario) => [
    atLeast(1.2, `${scenario}: SQLite / node-oidc-provider in memory`, between(results, scenario, SQLITE, PEER_MEMORY)),
    atLeast(
      1.5,
      `${scenario}: PostgreSQL / node-oidc-provider in memory`,
      between(results, scenario, POSTGRES, PEER_MEMORY),
    ),
    atLeast(
      3,
      `${scenario}: PostgreSQL / node-oidc-provider on PostgreSQL`,
      between(results, scenario, POSTGRES, PEER_POSTGRES),
    ),
  ]),
  ...signingShares(results, SQLITE).flatMap(({ ofAllCores, ofWhatTheGeneratorLeft }) => [
    atLeast(0.9, 'token-rs256: SQLite / what all cores can sign', ofAllCores),
    atLeast(0.9, 'the same / what the CPU time that the load generator left can sign', ofWhatTheGeneratorLeft),
  ]),
  atLeast(
    2,
    'token-es256: SQLite / node-oidc-provider in memory',
    between(results, 'token-es256', SQLITE, PEER_MEMORY),
  ),
  ...[SQLITE, POSTGRES].map((target) => readingAgainstRegistration(results, target)),
  ...[SQLITE, POSTGRES].map((target) => latency(results, target)),
  ...[SQLITE, POSTGRES].map((target) => memory(results, target)),
];

const between = (results: Results, scenario: string, one: string, other: string): number | undefined => {
  const rows = results.scenarios.find(({ name }) => name === scenario)?.rows ?? [];
  const roundsOf = (name: string): (typeof rows)[number]['rounds'] =>
    rows.find(({ target }) => target === name)?.rounds ?? [];
  return medianRatio(roundsOf(one), roundsOf(other));
};

const atLeast = (limit: number, what: string, measured: number | undefined): Verdict => ({
  target: `${what} >= ${limit}`,
  measured: measured === undefined ? 'not measured' : measured.toFixed(2),
  isReached: measured === undefined ? undefined : measured >= limit,
});

const readingAgainstRegistration = (results: Results, target: string): Verdict => {
  const reading = summaryIn(results, 'management-get', target)?.perSecond;
  const registering = summaryIn(results, 'register-minimal', target)?.perSecond;
  return atLeast(
    3,
    `${target}: management-get / register-minimal`,
    reading === undefined || registering === undefined ? undefined : reading / registering,
  );
};

/** The worst scenario counts. */
const latency = (results: Results, target: string): Verdict => {
  const spreads = results.scenarios.flatMap((scenario) =>
    summariesOf(scenario)
      .filter((summary) => summary.target === target && summary.p50 > 0)
      .map(({ p50, p99 }) => ({ name: scenario.name, spread: p99 / p50 })),
  );
  const worst = spreads.sort((one, other) => other.spread - one.spread)[0];
  return {
    target: `${target}: p99 / p50 <= ${MAX_P99} everywhere`,
    measured: worst === undefined ? 'not measured' : `${worst.spread.toFixed(2)} at worst (${worst.name})`,
    isReached: worst === undefined ? undefined : worst.spread <= MAX_P99,
  };
};

const memory = (results: Results, target: string): Verdict => {
  const peaks = results.scenarios.flatMap((scenario) =>
    summariesOf(scenario)
      .filter((summary) => summary.target === target && summary.peakMib > 0)
      .map(({ peakMib }) => peakMib),
  );
  const peak = Math.max(...peaks);
  return {
    target: `${target}: peak memory < ${MAX_PEAK_MIB} MiB everywhere`,
    measured: peaks.length === 0 ? 'not measured' : `${peak.toFixed(0)} MiB`,
    isReached: peaks.length === 0 ? undefined : peak < MAX_PEAK_MIB,
  };
};
