import assert from 'node:assert/strict';

/** What an attempt throws. Fails when it throws nothing. */
export const thrownBy = async (attempt: Promise<unknown>): Promise<Error> => {
  try {
    await attempt;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail('it was not refused');
};
