import { Conflict } from '../core/errors/management-errors';
import { StaleClient } from './stale-client';

const MOST_ATTEMPTS = 50;

/**
 * Runs `attempt` with a state that was read, and with the newer one that `reread` gives each time that another writer was
 * faster ({@link StaleClient}). Throws {@link Conflict} if others were faster 50 times, and what both functions throw.
 */
export const untilCurrent = async <State, Outcome>(
  first: State,
  reread: () => Promise<State>,
  attempt: (state: State) => Promise<Outcome>,
): Promise<Outcome> => {
  let state = first;
  for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts += 1) {
    try {
      return await attempt(state);
    } catch (error) {
      if (!(error instanceof StaleClient)) throw error;
    }
    state = await reread();
  }
  throw new Conflict();
};
