import { lacksConnection } from '../platform/database/lacks-connection';
import type { UnitOfWork } from '../platform/database/unit-of-work';

/** Every registration that fails is tried again, so that this is also the factor by which an outage multiplies them. */
const MOST_IDENTIFIERS = 3;

/** A distributed engine cannot reach the place of some row of the registration; that of the client depends on its identifier. */
class OutOfReach extends Error {
  override readonly name = 'OutOfReach';

  constructor(override readonly cause: unknown) {
    super('a row of the registration is out of reach');
  }
}

/** Makes a unit, which stores a new client, fail in such a way that {@link withinReach} starts again. */
export const expectLostShard = (unit: UnitOfWork): void => {
  unit.explainFailure((error) => (lacksConnection(error) ? new OutOfReach(error) : undefined));
};

/**
 * Runs a registration, and again, with another identifier, if a distributed engine could not reach the place of the client.
 * After three identifiers it throws the error of the database.
 */
export const withinReach = async <Result>(register: () => Promise<Result>): Promise<Result> => {
  for (let identifiers = 1; ; identifiers += 1)
    try {
      return await register();
    } catch (error) {
      if (!(error instanceof OutOfReach)) throw error;
      if (identifiers === MOST_IDENTIFIERS) throw error.cause;
    }
};
