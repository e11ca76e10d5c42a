import { Logger } from '@nestjs/common';
import { PeriodicTask, type Schedule } from './periodic-task';

const MINUTE_MS = 60_000;

/** A task whose runs end when the test says so. */
class HeldTask extends PeriodicTask {
  readonly signals: AbortSignal[] = [];
  private ends: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(schedule: Partial<Schedule> = {}) {
    super({ name: 'the task', context: 'test', everyMs: MINUTE_MS, ...schedule });
  }

  get runs(): number {
    return this.signals.length;
  }

  end(): void {
    this.ends?.resolve();
  }

  fail(error: Error): void {
    this.ends?.reject(error);
  }

  protected override run(stopping: AbortSignal): Promise<void> {
    this.signals.push(stopping);
    return new Promise((resolve, reject) => (this.ends = { resolve, reject }));
  }
}

describe('PeriodicTask', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

  it('runs first after its interval, or at the start when it says so', async () => {
    const later = new HeldTask();
    const atOnce = new HeldTask({ runsAtStart: true });
    for (const task of [later, atOnce]) task.onApplicationBootstrap();
    expect([later.runs, atOnce.runs]).toEqual([0, 1]);
    await pass(MINUTE_MS - 1);
    expect(later.runs).toBe(0);
    await pass(1);
    expect(later.runs).toBe(1);
  });

  it('does not begin a run while the previous one is in progress', async () => {
    const task = new HeldTask();
    task.onApplicationBootstrap();
    await pass(10 * MINUTE_MS);
    expect(task.runs).toBe(1);
    task.end();
    await pass(MINUTE_MS);
    expect(task.runs).toBe(2);
  });

  it('logs a run that fails once, and goes on', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const task = new HeldTask();
    const error = new Error('the database is away');
    task.onApplicationBootstrap();
    await pass(MINUTE_MS);
    task.fail(error);
    await pass(MINUTE_MS);
    expect(logged.mock.calls).toEqual([[{ err: error }, 'the task failed; the next run is in 60 s']]);
    expect(task.runs).toBe(2);
  });

  it('logs a failure that goes on once a minute, and when it has ended', async () => {
    const failures = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const successes = jest.spyOn(Logger.prototype, 'log').mockReturnValue();
    const task = new HeldTask({ everyMs: 1000, runsAtStart: true });
    task.onApplicationBootstrap();
    for (let second = 0; second < 90; second += 1) {
      task.fail(new Error('the database is away'));
      await pass(1000);
    }
    expect(failures).toHaveBeenCalledTimes(2);
    for (let second = 0; second < 2; second += 1) {
      task.end();
      await pass(1000);
    }
    expect(successes.mock.calls).toEqual([['the task works again']]);
  });

  it('stops when the run in progress has ended, and does not run again', async () => {
    const task = new HeldTask();
    let isStopped = false;
    task.onApplicationBootstrap();
    await pass(MINUTE_MS);
    const stop = task.beforeApplicationShutdown().then(() => (isStopped = true));
    await pass(10 * MINUTE_MS);
    expect(task.signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(isStopped).toBe(false);
    task.end();
    await stop;
    await pass(10 * MINUTE_MS);
    expect(task.runs).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('never runs if it is not needed, not even at the start', async () => {
    const task = new HeldTask({ isNeeded: false, runsAtStart: true });
    task.onApplicationBootstrap();
    await pass(10 * MINUTE_MS);
    expect([task.runs, jest.getTimerCount()]).toEqual([0, 0]);
    await task.beforeApplicationShutdown();
  });

  it('stops at once between two runs', async () => {
    const task = new HeldTask();
    task.onApplicationBootstrap();
    await task.beforeApplicationShutdown();
    await pass(10 * MINUTE_MS);
    expect(task.runs).toBe(0);
  });
});
