import cluster, { type Address, type Worker } from 'node:cluster';
import { INHERITED_VARIABLES } from '../config/development-secret';
import { StartFailure } from '../config/start-failure';
import type { FailureReport, PrimaryMessage } from './messages';
import { closeUnacknowledged } from './unacknowledged-connections';

/** A worker that has not ended this long after its own time limit gets SIGKILL. */
const GRACE_MS = 2_000;
/** How many times the limit applies: `retire` waits for connections to end, then for requests in flight. */
const STEPS: Readonly<Record<PrimaryMessage, number>> = { stop: 1, retire: 2 };

export type Variables = Readonly<Record<string, string>>;

/** One worker process, on the side of the primary. */
export class WorkerProcess {
  /** The address on which it listens. Rejects with {@link StartFailure} if it ends before it listens. */
  readonly listening: Promise<Address>;
  /** Resolves after the end of the process, with `code 0` or `signal SIGKILL`. */
  readonly ended: Promise<string>;
  private readonly startedAt = Date.now();
  private isListening = false;
  private failure: string | undefined;
  private readonly worker: Worker;

  /** Starts the process, with these variables besides those of the primary. */
  constructor(variables: Variables) {
    const worker = cluster.fork({ ...INHERITED_VARIABLES, ...variables });
    this.worker = worker;
    worker.on('message', ({ failure }: Partial<FailureReport>) => (this.failure ??= failure));
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
    this.listening.catch(() => undefined); // not every caller waits for it; `ended` resolves in any case
  }

  get pid(): number | undefined {
    return this.worker.process.pid;
  }

  get livedMs(): number {
    return Date.now() - this.startedAt;
  }

  /**
   * Sends the message and waits for the end of the process, which gets SIGKILL if it takes too long. Returns whether it
   * exited 0.
   */
  async end(message: PrimaryMessage, withinSeconds: number): Promise<boolean> {
    if (this.isListening && this.worker.isConnected()) this.worker.send(message, () => undefined);
    else this.worker.process.kill('SIGTERM');
    const stuck = setTimeout(
      () => this.worker.process.kill('SIGKILL'),
      STEPS[message] * withinSeconds * 1000 + GRACE_MS,
    );
    const ending = await this.ended;
    clearTimeout(stuck);
    return ending === 'code 0' || !this.isListening;
  }

  /** Waits for the end of the process and of its channel: a `FailureReport` may be read after the exit. */
  private untilEnded(): Promise<string> {
    const { worker } = this;
    return new Promise((done) => {
      worker.on('error', ({ message }) => {
        if (this.pid === undefined) done(message); // the process was not created
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
