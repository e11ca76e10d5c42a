import { progressText } from './progress-text';

describe('the line of progress', () => {
  it.each([
    [{ done: 500, total: 2000, rate: 100 }, 'clients: 500 of 2,000 (25 %), 100 per second, 15 s left'],
    [{ done: 0, total: 2000, rate: 0 }, 'clients: 0 of 2,000 (0 %), 0 per second'],
    [{ done: 1_234_567, total: undefined, rate: 2345.6 }, 'clients: 1,234,567, 2,346 per second'],
    [{ done: 1, total: 201, rate: 1 }, 'clients: 1 of 201 (0 %), 1 per second, 3 min 20 s left'],
    [{ done: 0, total: 7500, rate: 1 }, 'clients: 0 of 7,500 (0 %), 1 per second, 2 h 5 min left'],
    [{ done: 12, total: 10, rate: 1 }, 'clients: 12 of 10 (120 %), 1 per second, 0 s left'],
    [{ done: 0, total: 0, rate: 1 }, 'clients: 0 of 0 (100 %), 1 per second, 0 s left'],
  ])('of %j is %j', (state, line) => {
    expect(progressText({ label: 'clients', ...state })).toBe(line);
  });
});
