import { QueryFailedError } from 'typeorm';
import { retry } from './retries';

const failure = (code: string): Error => new QueryFailedError('UPDATE', [], Object.assign(new Error(code), { code }));

/** Fails so many times, then succeeds; gives how often it ran. */
const failing = (times: number, code: string): { work: () => Promise<string>; runs: () => number } => {
  let runs = 0;
  const work = (): Promise<string> => {
    runs += 1;
    return runs <= times ? Promise.reject(failure(code)) : Promise.resolve('done');
  };
  return { work, runs: () => runs };
};

describe('retry', () => {
  it.each(['40001', '40P01'])('starts again after %s', async (code) => {
    const { work, runs } = failing(3, code);
    await expect(retry(work)).resolves.toBe('done');
    expect(runs()).toBe(4);
  });

  it.each(['23505', '08006', '57014'])('does not repeat what %s refused', async (code) => {
    const { work, runs } = failing(1, code);
    await expect(retry(work)).rejects.toThrow(code);
    expect(runs()).toBe(1);
  });

  it('repeats once what met a server that is read-only', async () => {
    const once = failing(1, '25006');
    await expect(retry(once.work)).resolves.toBe('done');
    const { work, runs } = failing(100, '25006');
    await expect(retry(work)).rejects.toThrow('25006');
    expect(runs()).toBe(2);
  });

  it('gives up in the end, with the last error', async () => {
    const { work, runs } = failing(100, '40001');
    await expect(retry(work)).rejects.toThrow('40001');
    expect(runs()).toBe(8);
  });
});
