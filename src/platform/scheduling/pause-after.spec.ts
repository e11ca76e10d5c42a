import { pauseAfter } from './pause-after';

const HOUR_MS = 3_600_000;

describe('pauseAfter', () => {
  it('ends when the work is to stop, and at once when it has been stopped', async () => {
    const stopping = new AbortController();
    const paused = pauseAfter(performance.now() - HOUR_MS, stopping.signal);
    stopping.abort();
    await paused;
    await pauseAfter(performance.now() - HOUR_MS, stopping.signal);
  });

  it('ends by itself after a second at most, however long the part took', async () => {
    await pauseAfter(performance.now() - HOUR_MS);
  });
});
