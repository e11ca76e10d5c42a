import type { Measurement } from '../support/measure';
import type { Results } from '../run/results';
import { median } from '../support/statistics';
import { medianRatio, type Summary, summariesOf } from './summary';
import { signingShare } from './signing-share';

/** A target of the product and what was measured. */
export interface Verdict {
  readonly target: string;
  readonly measured: string;
  readonly isReached: boolean | undefined;
}

const SQLITE = 'clientele-sqlite';
const POSTGRES = 'clientele-postgres';
const WORKERS = 'clientele-postgres-workers';
const PEER_MEMORY = 'oidc-provider-memory';
const PEER_POSTGRES = 'oidc-provider-postgres';
const REGISTRATIONS = ['register-minimal', 'register-web'];
const READS_AND_TOKENS = ['token-rs256', 'token-es256', 'management-get'];
const MAX_SPREAD = 4;
const MAX_PEAK_MIB = 200;

/** Each target as a ratio within this run; what was not measured has no verdict. */
export const verdicts = (results: Results): Verdict[] => {
  const signing = signingShare(results, SQLITE);
  return [
    ...REGISTRATIONS.flatMap((scenario) => [
      atLeast(2, `${scenario}: SQLite / node-oidc-provider in memory`, rates(results, scenario, SQLITE, PEER_MEMORY)),
      atLeast(
        3,
        `${scenario}: PostgreSQL / node-oidc-provider on PostgreSQL`,
        rates(results, scenario, POSTGRES, PEER_POSTGRES),
      ),
    ]),
    ...['token-es256', 'management-get'].map((scenario) =>
      atLeast(
        scenario === 'token-es256' ? 2 : 2.2,
        `${scenario}: SQLite / node-oidc-provider in memory`,
        rates(results, scenario, SQLITE, PEER_MEMORY),
      ),
    ),
    atMost(300, 'token-rs256: CPU us of SQLite without the signature', signing?.ownCpu, 0),
    atLeast(0.7, 'token-rs256: SQLite / what all cores can sign', signing?.ofAllCores),
    ...results.scenarios.map(({ name }) =>
      atMost(1.15, `${name}: CPU with WORKERS=2 / with one`, workers(results, name)),
    ),
    ...[SQLITE, POSTGRES].flatMap((target) => [
      ...READS_AND_TOKENS.map((scenario) =>
        atMost(MAX_SPREAD, `${scenario}: p99 / p50 of ${target}`, spread(results, scenario, target)),
      ),
      ...REGISTRATIONS.map((scenario) => spreadBesidePeer(results, scenario, target)),
      memory(results, target),
    ]),
  ].filter(({ isReached }) => isReached !== undefined);
};

type Rounds = readonly Measurement[];

const roundsOf = ({ scenarios }: Results, scenario: string, target: string): Rounds =>
  scenarios.find(({ name }) => name === scenario)?.rows.find((row) => row.target === target)?.rounds ?? [];

const rates = (results: Results, scenario: string, one: string, other: string): number | undefined =>
  medianRatio(roundsOf(results, scenario, one), roundsOf(results, scenario, other));

const workers = (results: Results, scenario: string): number | undefined => {
  const [two, one] = [roundsOf(results, scenario, WORKERS), roundsOf(results, scenario, POSTGRES)];
  const ratios = two.flatMap(({ cpuPerAnswer }, round) => {
    const single = one[round]?.cpuPerAnswer ?? 0;
    return single > 0 && cpuPerAnswer > 0 ? [cpuPerAnswer / single] : [];
  });
  return ratios.length > 0 ? median(ratios) : undefined;
};

const summaryOf = ({ scenarios }: Results, scenario: string, target: string): Summary | undefined => {
  const result = scenarios.find(({ name }) => name === scenario);
  return result && summariesOf(result).find((summary) => summary.target === target);
};

/** Of the rounds without a stall of the machine; nothing if there are none. */
const spread = (results: Results, scenario: string, target: string): number | undefined => {
  const { p50, p99 } = summaryOf(results, scenario, target) ?? {};
  return p50 !== undefined && p99 !== undefined && p50 > 0 ? p99 / p50 : undefined;
};

const spreadBesidePeer = (results: Results, scenario: string, target: string): Verdict => {
  const peer = spread(results, scenario, target === SQLITE ? PEER_MEMORY : PEER_POSTGRES);
  const own = peer === undefined ? undefined : spread(results, scenario, target);
  return atMost(peer ?? 0, `${scenario}: p99 / p50 of ${target}, and of node-oidc-provider`, own);
};

const memory = (results: Results, target: string): Verdict => {
  const peaks = results.scenarios.flatMap(({ name }) => summaryOf(results, name, target)?.peakMib ?? []);
  const measured = peaks.filter((peak) => peak > 0);
  const most = measured.length > 0 ? Math.max(...measured) : undefined;
  return atMost(MAX_PEAK_MIB, `MiB at the peak of ${target}`, most, 0);
};

const atLeast = (limit: number, what: string, measured: number | undefined): Verdict => ({
  target: `${what} >= ${limit}`,
  measured: measured?.toFixed(2) ?? 'not measured',
  isReached: measured === undefined ? undefined : measured >= limit,
});

const atMost = (limit: number, what: string, measured: number | undefined, digits = 2): Verdict => ({
  target: `${what} <= ${Number(limit.toFixed(2))}`,
  measured: measured?.toFixed(digits) ?? 'not measured',
  isReached: measured === undefined ? undefined : measured <= limit,
});
