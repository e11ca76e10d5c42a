import cluster, { type Address } from 'node:cluster';
import { StartFailure } from '../config/start-failure';
import type { FailureReport, PrimaryMessage } from './messages';
import { closeUnacknowledged } from './unacknowledged-connections';

/** Beyond the time that a worker gives itself, before it is taken for stuck. */
const GRACE_MS = 2_000;
/** Who retires waits for silence first, then stops. */
const STEPS: Readonly<Record<PrimaryMessage, number>> = { stop: 1, retire: 2 };

/** A worker, as the primary sees it. */
export class WorkerProcess {
  /** Where it listens. Rejects with {@link StartFailure} when it ends before. */
  readonly listening: Promise<Address>;
  /** Resolves, when the process is gone, with how it ended: `code 0`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  private readonly startedAt = Date.now();
  private isListening = false;
  private failure: string | undefined;
  private readonly worker = cluster.fork();

  constructor() {
    const { worker } = this;
    worker.on('message', ({ failure }: FailureReport) => (this.failure = failure));
    this.ended = this.untilEnded();
    closeUnacknowledged(worker, this.ended);
    this.listening = new Promise((resolve, reject) => {
      worker.once('listening', (address) => {
        this.isListening = true;
        resolve(address);
      });
      void this.ended.then((ending) => {
        reject(new StartFailure(this.failure ?? `a worker ended before it listened (${ending})`));
      });
    });
    this.listening.catch(() => undefined); // who does not wait for it is told by `ended`
  }

  get pid(): number | undefined {
    return this.worker.process.pid;
  }

  get livedMs(): number {
    return Date.now() - this.startedAt;
  }

  /** Gives an order and waits for the end; a worker that is stuck is killed. Gives whether it ended in good order. */
  async end(order: PrimaryMessage, withinSeconds: number): Promise<boolean> {
    if (this.isListening && this.worker.isConnected()) this.worker.send(order, () => undefined);
    else this.worker.process.kill('SIGTERM');
    const stuck = setTimeout(() => this.worker.process.kill('SIGKILL'), STEPS[order] * withinSeconds * 1000 + GRACE_MS);
    const ending = await this.ended;
    clearTimeout(stuck);
    return ending === 'code 0' || !this.isListening;
  }

  /** Until its channel has been read to the end, too: the last words may come after the end of the process. */
  private untilEnded(): Promise<string> {
    const { worker } = this;
    return new Promise((done) => {
      worker.on('error', ({ message }) => {
        if (this.pid === undefined) done(message); // it could not be forked at all
      });
      worker.once('exit', (code: number | null, signal: string | null) => {
        const look = (): void => {
          if (worker.isConnected()) setImmediate(look);
          else done(signal === null ? `code ${code}` : `signal ${signal}`);
        };
        look();
      });
    });
  }
}
