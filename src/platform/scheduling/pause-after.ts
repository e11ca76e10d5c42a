import { setTimeout as wait } from 'node:timers/promises';

const MOST_MS = 1000;

/**
 * Pauses for as long as a part of a long work took, so that requests have at least half of the time; a second at most.
 * `began`: of `performance.now()`, which no change of the clock moves. Ends at once when `stopping` is aborted.
 */
export const pauseAfter = async (began: number, stopping?: AbortSignal): Promise<void> => {
  try {
    await wait(Math.min(performance.now() - began, MOST_MS), undefined, { ref: false, signal: stopping });
  } catch (error) {
    if (!stopping?.aborted) throw error;
  }
};
