import type { Results, Row } from '../run/results';
import { median } from '../support/statistics';

/** How much of the machine's ability to sign with RS256 became tokens. */
export interface SigningShare {
  /** Of what it signs when nothing else runs. The load generator runs on the same cores, so this cannot be 1. */
  readonly ofAllCores: number | undefined;
  /** The same, of the CPU time that the load generator did not use. */
  readonly ofWhatTheGeneratorLeft: number | undefined;
}

/** Of one target, if RS256 tokens were measured: the medians of the rounds' ratios. */
export const signingShares = ({ scenarios, machine }: Results, target: string): SigningShare[] =>
  scenarios
    .filter(({ name }) => name === 'token-rs256')
    .map(({ rows, signing }) => {
      const rounds = rows.find((row) => row.target === target)?.rounds ?? [];
      const shares = rounds.flatMap((round, index) => shareOf(round, signing?.rounds[index] ?? 0, machine.cores));
      return shares.length === 0
        ? { ofAllCores: undefined, ofWhatTheGeneratorLeft: undefined }
        : {
            ofAllCores: median(shares.map(({ ofAll }) => ofAll)),
            ofWhatTheGeneratorLeft: median(shares.map(({ ofRest }) => ofRest)),
          };
    });

const shareOf = (
  { perSecond, seconds, generatorCpuSeconds }: Row['rounds'][number],
  signatures: number,
  cores: number,
): { ofAll: number; ofRest: number }[] => {
  const rest = 1 - generatorCpuSeconds / (seconds * cores);
  return signatures > 0 ? [{ ofAll: perSecond / signatures, ofRest: perSecond / (signatures * rest) }] : [];
};
