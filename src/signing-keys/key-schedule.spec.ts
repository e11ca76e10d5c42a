import { nextKeyDue, expiredKeys, type ScheduledKey, signingKeyAt } from './key-schedule';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const key = (signsFrom: number): ScheduledKey => ({ created_at: new Date(0), signs_from: new Date(signsFrom) });

describe('the schedule of a key keySet', () => {
  it('signs with the newest key whose time has come', () => {
    const keySet = [key(0), key(10 * DAY)];
    expect(signingKeyAt(keySet, 10 * DAY - 1)).toBe(keySet[0]);
    expect(signingKeyAt(keySet, 10 * DAY)).toBe(keySet[1]);
  });

  it('signs with the only key even where the clock is behind', () => {
    const keySet = [key(10)];
    expect(signingKeyAt(keySet, 5)).toBe(keySet[0]);
    expect(signingKeyAt<ScheduledKey>([], 5)).toBeUndefined();
  });

  it('publishes the next key a day before it signs', () => {
    expect(nextKeyDue([key(0)], 89 * DAY - 1, 90)).toBeUndefined();
    expect(nextKeyDue([key(0)], 89 * DAY, 90)).toEqual(new Date(90 * DAY));
  });

  it('still publishes a day ahead when nobody looked for a year', () => {
    expect(nextKeyDue([key(0)], 365 * DAY, 90)).toEqual(new Date(366 * DAY));
  });

  it('makes one key at a time, also with one day between keys', () => {
    expect(nextKeyDue([key(0), key(90 * DAY)], 90 * DAY - 1, 90)).toBeUndefined();
    expect(nextKeyDue([key(0), key(DAY)], DAY - 1, 1)).toBeUndefined();
    expect(nextKeyDue([key(0), key(DAY)], DAY, 1)).toEqual(new Date(2 * DAY));
  });

  it('never makes one when the rotation is off', () => {
    expect(nextKeyDue([key(0)], 1000 * DAY, 0)).toBeUndefined();
  });

  it('keeps a key until the last token of its time has expired', () => {
    const keySet = [key(0), key(10 * DAY), key(20 * DAY)];
    expect(expiredKeys(keySet, 10 * DAY + HOUR)).toEqual([]);
    expect(expiredKeys(keySet, 10 * DAY + 2 * HOUR)).toEqual([keySet[0]]);
    expect(expiredKeys(keySet, 100 * DAY)).toEqual([keySet[0], keySet[1]]);
  });
});
