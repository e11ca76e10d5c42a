import { InvalidRequest } from '../core/errors/errors';

/** For how long the old secret stays valid: what the caller asks for, up to the ceiling, which is also the default. */
export const overlapOf = ({ overlap }: Readonly<Record<string, unknown>>, ceiling: number): number => {
  if (overlap === undefined || overlap === null) return ceiling;
  if (typeof overlap === 'number' && Number.isInteger(overlap) && overlap >= 0 && overlap <= ceiling) return overlap;
  throw new InvalidRequest(
    `overlap must be a whole number of seconds from 0 to ${ceiling}; leave it out for ${ceiling}`,
  );
};
