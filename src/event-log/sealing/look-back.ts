/** Events are sealed at most so long after the moment in their ids, in milliseconds. */
export const LONGEST_DELAY_MS = 3_600_000;

/** A part of the time before the newest sealed event, in milliseconds before it; with what comes after it if `untilMs` is absent. */
export interface LookBack {
  readonly fromMs: number;
  readonly untilMs?: number;
}

/** How much later than its id says an event is usually committed, at most: clocks differ, and commits take time. */
export const USUAL_LOOK_BACK: LookBack = { fromMs: 10_000 };

const MINUTE_MS = 60_000;
/** One more than the hour has: its events become older while the runs pass through it. */
const MINUTES = LONGEST_DELAY_MS / MINUTE_MS + 1;

/**
 * Where a run looks for events whose commit took very long: in one minute of the hour, and the next run in the one before, so
 * that no run reads all events of an hour. If there is a run each second, each event of the hour is looked at within 61.
 */
export const lateLookBack = (run: number): LookBack => {
  const untilMs = (run % MINUTES) * MINUTE_MS;
  return { fromMs: untilMs + MINUTE_MS, untilMs };
};
