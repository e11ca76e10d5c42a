import cluster from 'node:cluster';
import DataLoader from 'dataloader';
import type { Addition, Count, CountStore } from './counts';
import { MemoryCounts } from './memory-counts';

/** From a worker to the primary: additions of one turn of its event loop. `counting` identifies the answer. */
interface CountRequest {
  readonly counting: number;
  readonly additions: readonly Addition[];
}

/** The answer of the primary. */
interface CountAnswer {
  readonly counted: number;
  readonly counts: readonly Count[];
}

const isRequest = (message: unknown): message is CountRequest => has(message, 'counting');
const isAnswer = (message: unknown): message is CountAnswer => has(message, 'counted');
const has = (message: unknown, member: string): boolean =>
  typeof message === 'object' && message !== null && member in message;

/** In the primary: counts for all workers, in its memory. */
export const countForWorkers = (): void => {
  const counts = new MemoryCounts();
  cluster.on('message', (worker, message: unknown) => {
    if (!isRequest(message)) return;
    void Promise.all(message.additions.map((addition) => counts.add(addition))).then((counted) => {
      // A worker that has ended needs no answer.
      worker.send({ counted: message.counting, counts: counted } satisfies CountAnswer, () => undefined);
    });
  });
};

/** In a worker: counts in the memory of the primary. Additions of one turn of the event loop share a message. */
export class PrimaryCounts implements CountStore {
  private readonly waiting = new Map<number, (counts: readonly Count[]) => void>();
  private requests = 0;
  private readonly additions = new DataLoader<Addition, Count>((additions) => this.ask(additions), {
    cache: false,
    batchScheduleFn: setImmediate,
  });

  constructor() {
    process.on('message', (message: unknown) => {
      if (!isAnswer(message)) return;
      this.waiting.get(message.counted)?.(message.counts);
      this.waiting.delete(message.counted);
    });
  }

  add(addition: Addition): Promise<Count> {
    return this.additions.load(addition);
  }

  private ask(additions: readonly Addition[]): Promise<Count[]> {
    return new Promise((resolve, reject) => {
      const counting = ++this.requests;
      this.waiting.set(counting, (counts) => {
        resolve([...counts]);
      });
      process.send?.({ counting, additions } satisfies CountRequest, (error: Error | null) => {
        if (!error) return;
        this.waiting.delete(counting);
        reject(error);
      });
    });
  }
}
