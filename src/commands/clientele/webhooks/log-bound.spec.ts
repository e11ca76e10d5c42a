import { logBoundOf } from './log-bound';

describe('a bound of the log', () => {
  it.each([
    ['0', 0],
    ['1234', 1234],
    ['2026-01-31', new Date(Date.UTC(2026, 0, 31))],
    ['2026-01-31T12:00Z', new Date(Date.UTC(2026, 0, 31, 12))],
    ['2026-01-31T12:00:00.5+01:00', new Date(Date.UTC(2026, 0, 31, 11, 0, 0, 500))],
  ])('is read from %s', (text, bound) => {
    expect(logBoundOf('--from', text)).toEqual(bound);
  });

  it.each(['', '-1', '1.5', 'yesterday', '2026-13-01', '2026-01-31T12:00', '9'.repeat(16)])('is not %j', (text) => {
    expect(() => logBoundOf('--from', text)).toThrow('--from must be a position of the log or a moment; write');
  });
});
