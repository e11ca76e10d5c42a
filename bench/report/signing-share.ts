import type { Results, Row } from '../run/results';
import type { Signing } from '../run/signing';
import { median } from '../support/statistics';

/** How much of the machine's ability to sign with RS256 became tokens. */
export interface SigningShare {
  /** Of what it signs when nothing else runs. The load generator runs on the same cores, so this cannot be 1. */
  readonly ofAllCores: number;
  /** The CPU time of the server for each token without that of its signature, in microseconds. */
  readonly ownCpu: number;
}

/** Of one target, if RS256 tokens were measured: the medians of the rounds. */
export const signingShare = ({ scenarios }: Results, target: string): SigningShare | undefined => {
  const scenario = scenarios.find(({ name }) => name === 'token-rs256');
  const rounds = scenario?.rows.find((row) => row.target === target)?.rounds ?? [];
  const shares = rounds.flatMap((round, index) => shareOf(round, scenario?.signing?.rounds[index]) ?? []);
  if (shares.length === 0) return undefined;
  return {
    ofAllCores: median(shares.map(({ ofAllCores }) => ofAllCores)),
    ownCpu: median(shares.map(({ ownCpu }) => ownCpu)),
  };
};

const shareOf = (round: Row['rounds'][number], signing: Signing | undefined): SigningShare | undefined =>
  signing && {
    ofAllCores: round.perSecond / signing.perSecond,
    ownCpu: round.cpuPerAnswer - signing.cpuPerSignature,
  };
