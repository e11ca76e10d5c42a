import type { Outcome } from './shot';

/** What has come of a load since it was last asked. */
export class LoadLog {
  private times: number[] = [];
  private began = performance.now();
  private errors = 0;
  private firstError: string | undefined;

  answered(time: number): void {
    this.times.push(time);
  }

  failed(what: string): void {
    this.errors += 1;
    this.firstError ??= what.slice(0, 300);
  }

  /** Gives the outcome so far, and starts from zero. */
  outcome(): Outcome {
    const { times, errors, firstError, began } = this;
    this.times = [];
    this.errors = 0;
    this.firstError = undefined;
    this.began = performance.now();
    const seconds = (this.began - began) / 1000;
    return { times, seconds, errors, ...(firstError !== undefined && { firstError }) };
  }
}
