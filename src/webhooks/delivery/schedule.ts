/** The pauses after failed attempts, in seconds. After the last one, a message is given up: about two days. */
const PAUSES = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 43_200, 43_200, 43_200];
const FIRST_PROBE_SECONDS = 10;
const LONGEST_PROBE_SECONDS = 300;
/** A pause is so much shorter or longer, at random: what failed together is not tried together again. */
const JITTER = 0.2;

/** The pause after an attempt, in milliseconds; nothing if the message is given up. `failed` attempts came before it. */
export const pauseAfter = (failed: number, random: () => number = Math.random): number | undefined => {
  const seconds = PAUSES[failed];
  return seconds === undefined ? undefined : withJitter(seconds, random);
};

/** The pause before a failing webhook is tried the next time, in milliseconds. */
export const probePause = (probes: number, random: () => number = Math.random): number =>
  withJitter(Math.min(FIRST_PROBE_SECONDS * 2 ** Math.min(probes, 10), LONGEST_PROBE_SECONDS), random);

const withJitter = (seconds: number, random: () => number): number =>
  Math.round(seconds * 1000 * (1 - JITTER + 2 * JITTER * random()));
