import type { LoadRequest } from '../support/load';
import type { RunningTarget } from '../targets/target';

/** One kind of request, sent to every target that has it. */
export interface Scenario {
  /** For `--scenarios`. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The status of a good answer. */
  readonly expected: 200 | 201;
  /** What is sent; nothing when the target has nothing of the kind. */
  readonly requests: (target: RunningTarget) => Promise<LoadRequest[]>;
  /** Throws with what is wrong about an answer. */
  readonly verify: (answer: Answer, target: RunningTarget) => void;
  /** Signing alone, on all cores, is measured beside it. */
  readonly signing?: 'RS256' | 'ES256';
}

export type Answer = Readonly<Record<string, unknown>>;

/** Throws unless these members are texts that are not empty. */
export const mustHave = (answer: Answer, members: readonly string[]): void => {
  const missing = members.filter((member) => typeof answer[member] !== 'string' || answer[member] === '');
  if (missing.length > 0) throw new Error(`the answer lacks ${missing.join(', ')}`);
};
